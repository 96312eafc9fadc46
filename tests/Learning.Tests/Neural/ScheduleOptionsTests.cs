using Bqx.Core;
using Bqx.Learning.Neural.Schedules;

namespace Bqx.Learning.Tests.Neural;

public sealed class ScheduleOptionsTests
{
    [Fact]
    public void RateAt_WarmUp_RisesLinearlyToTheRate()
    {
        var options = new ScheduleOptions { LearningRate = 0.4, WarmUpSteps = 4 };
        Enumerable.Range(0, 6).Select(step => options.RateAt(step, 100, 0, 0)).ShouldBe([0.1, 0.2, 0.3, 0.4, 0.4, 0.4], 1e-12);
    }

    // After two steps of warm-up, ten are left: half of them on, the cosine is 0 and the rate midway between 1 and the floor.
    [Theory]
    [InlineData(2, 1)]
    [InlineData(7, 0.55)]
    [InlineData(12, 0.1)]
    public void RateAt_Cosine_FallsToItsFloor(int step, double expected) =>
        new ScheduleOptions { Kind = ScheduleKind.Cosine, LearningRate = 1, WarmUpSteps = 2, FloorShare = 0.1 }
            .RateAt(step, 12, 0, 0).ShouldBe(expected, 1e-12);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 0.1)]
    [InlineData(6, 0.01)]
    [InlineData(9, 0.002)]
    public void RateAt_Step_FallsEverySoManyEpochs(int epoch, double expected) =>
        new ScheduleOptions { Kind = ScheduleKind.Step, LearningRate = 1, Factor = 0.1, Epochs = 3, FloorShare = 0.002 }
            .RateAt(0, 1, epoch, 0).ShouldBe(expected, 1e-12);

    [Fact]
    public void Validate_FactorOutsideItsRange_IsRefused() =>
        Should.Throw<FaultException>(() => new ScheduleOptions { Factor = 1 }.Validate()).Message.ShouldContain("Factor is 1");
}
