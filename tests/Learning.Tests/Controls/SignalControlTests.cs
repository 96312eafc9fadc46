using Bqx.Core;
using Bqx.Learning.Controls;

namespace Bqx.Learning.Tests.Controls;

public sealed class SignalControlTests
{
    private static readonly PlantedSignal Signal = new(0.4, 0.1, 40_000);

    [Fact]
    public async Task Run_PlantedSignal_IsRecovered()
    {
        var result = await RunAsync(new TestMarket(), Signal);

        result.Passed.ShouldBeTrue(result.Observed);
        result.Kind.ShouldBe(ControlKind.Positive);
    }

    [Fact]
    public async Task Run_NothingPlanted_DoesNotPass() => (await RunAsync(new TestMarket(_ => 0), Signal with { Minutes = 9_000 })).Passed.ShouldBeFalse();

    [Fact]
    public async Task Run_TooFewRowsForTheTolerance_DoesNotPass() =>
        (await RunAsync(new TestMarket(), Signal with { Minutes = 9_000, Tolerance = 0.02 })).Passed.ShouldBeFalse();

    [Fact]
    public async Task Run_LearnerThatSaysNothing_DoesNotPass() =>
        (await RunAsync(new TestMarket(), Signal with { Minutes = 9_000 }, new FixedLearner((_, _, _) => 0))).Observed.ShouldStartWith("0.0000");

    [Fact]
    public async Task Run_LearnerThatKnowsTheLabel_FindsMoreThanThereIs() =>
        (await RunAsync(new TestMarket(), Signal with { Minutes = 9_000 }, new FixedLearner((data, row, target) => data.Residual(row, target))))
            .Observed.ShouldStartWith("1.0000");

    private static Task<ControlResult> RunAsync(IControlMarket market, PlantedSignal signal, IControlLearner? learner = null) =>
        SignalControl.RunAsync(
            market, learner ?? new RidgeLearner([.. Window.Bqx.Select(FeatureNames.Bqx)]), signal, 1, TestContext.Current.CancellationToken);
}
