using Bqx.Learning.Splits;
using Bqx.Trainer.Studies;

namespace Bqx.Trainer.Tests.Studies;

public sealed class StudyCostsTests
{
    private static readonly PlannedFold[] Folds =
        [new(new MinuteRange(0, 99_999), new MinuteRange(102_000, 119_999), new MinuteRange(122_000, 131_999), new MinuteRange(134_000, 154_999))];

    [Fact]
    public void Of_TwiceTheSpeed_HalfTheTime()
    {
        var effort = StudyEffort.Ladder[0];
        var slow = new StudyCosts(1).Of(StudyKind.All, effort, Folds, 28, 2).Sum(stage => stage.Seconds);
        var fast = new StudyCosts(2).Of(StudyKind.All, effort, Folds, 28, 2).Sum(stage => stage.Seconds);

        fast.ShouldBe(slow / 2, slow * 0.01);
    }

    [Fact]
    public void Of_DownTheLadder_NeverMoreWork()
    {
        var seconds = StudyEffort.Ladder.Select(effort => new StudyCosts(1).Of(StudyKind.All, effort, Folds, 28, 2).Sum(stage => stage.Seconds)).ToList();

        for (var i = 1; i < seconds.Count; i++)
        {
            seconds[i].ShouldBeLessThan(seconds[i - 1]);
        }
    }

    [Theory]
    [InlineData("Baseline", "autoencoder", false)]
    [InlineData("Baseline", "trees", true)]
    [InlineData("Autoencoder", "autoencoder", true)]
    [InlineData("Autoencoder", "nets", false)]
    [InlineData("Ensemble", "nets", true)]
    [InlineData("All", "controls", true)]
    public void Of_Kind_HasItsStagesAlone(string kind, string stage, bool expected) =>
        new StudyCosts(1).Of(Enum.Parse<StudyKind>(kind), StudyEffort.Ladder[0], Folds, 28, 2)
            .Any(estimate => estimate.Stage == stage).ShouldBe(expected);
}
