using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Tests.Runs;

public sealed class RunComparisonTests
{
    private static readonly RunFold Test = new(0, "test", "2017-06-01T00:00Z", "2017-07-01T00:00Z", 100);

    private static readonly RunRecord A = RunFixture.Empty with
    {
        Facts = [new("stride", "15"), new("budget", "45 min")],
        Folds = [Test],
        Figures =
        [
            RunFixture.Skill("ridge", "bqx60_h60", "all", 0.001, 0.003),
            RunFixture.Skill("ensemble", "bqx60_h60", "all", 0.002, 0.003),
            RunFixture.Skill("ensemble", "bqx60_h60", "pair:EURUSD", 0.5, 0.003),
        ],
    };

    private static readonly RunRecord B = A with
    {
        Id = "20171122-093000-all",
        Seed = 8,
        Facts = [new("stride", "5"), new("budget", "45 min"), new("trials", "20")],
        Figures = [RunFixture.Skill("ensemble", "bqx60_h60", "all", 0.013, 0.004), RunFixture.Skill("multitask", "bqx60_h60", "all", 0, 0.003)],
    };

    [Fact]
    public void Of_TwoRuns_GivesDifferencesWithIndependentErrors()
    {
        var figure = RunComparison.Of(A, B).Figures.Single();

        (figure.Model, figure.Metric, figure.A, figure.B).ShouldBe(("ensemble", "skill", 0.002, 0.013));
        figure.Difference.ShouldBe(0.011, 1e-15);
        figure.Error!.Value.ShouldBe(0.005, 1e-15);
        figure.IsMarked.ShouldBeTrue();
    }

    [Fact]
    public void Of_TwoRuns_NamesWhatElseDiffers()
    {
        var comparison = RunComparison.Of(A, B);

        comparison.Differences.ShouldBe([new("seed", "7", "8"), new("stride", "15", "5"), new("trials", null, "20")]);
        comparison.OnlyA.ShouldBe(["ridge"]);
        comparison.OnlyB.ShouldBe(["multitask"]);
    }

    [Fact]
    public void SameRows_OtherBarsOrBlocks_AreNotTheSame()
    {
        RunComparison.Of(A, B).SameRows.ShouldBeTrue();
        RunComparison.Of(A, B with { DataHash = "00" }).SameRows.ShouldBeFalse();
        RunComparison.Of(A, B with { Folds = [Test with { Rows = 99 }] }).SameRows.ShouldBeFalse();
        RunComparison.Of(A, B with { Folds = [Test, Test with { Role = "train" }] }).SameRows.ShouldBeTrue();
    }

    [Fact]
    public void Of_TheSameRun_DiffersInNothing()
    {
        var comparison = RunComparison.Of(A, A);

        comparison.Differences.ShouldBeEmpty();
        comparison.Figures.ShouldAllBe(figure => figure.Difference == 0 && !figure.IsMarked);
    }
}
