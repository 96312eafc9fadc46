using Bqx.Core;
using Bqx.Learning.Controls;

namespace Bqx.Learning.Tests.Controls;

public sealed class SkillControlTests
{
    [Fact]
    public async Task Run_Walk_FindsNothing() => (await RunAsync(new TestMarket(), Ridge, 20_000)).Passed.ShouldBeTrue();

    [Fact]
    public async Task Run_MarketWithASignal_DoesNotPass()
    {
        var result = await RunAsync(new TestMarket(_ => 0.45), Ridge, 20_000);

        result.Passed.ShouldBeFalse(result.Observed);
        result.Observed.ShouldStartWith("+");
    }

    [Fact]
    public async Task Run_LearnerThatKnowsTheLabel_DoesNotPass() =>
        (await RunAsync(new TestMarket(), new FixedLearner((data, row, target) => 0.3f * data.Residual(row, target)))).Passed.ShouldBeFalse();

    [Fact]
    public async Task Run_LearnerThatIsAlwaysWrong_DoesNotPass() =>
        (await RunAsync(new TestMarket(), new FixedLearner((data, row, target) => -data.Residual(row, target)))).Passed.ShouldBeFalse();

    // Bonferroni: 1 − 0.01/18 of the normal distribution lies at 3.26.
    [Fact]
    public async Task Run_LearnerThatSaysNothing_IsTheMartingale()
    {
        var result = await RunAsync(new TestMarket(), new FixedLearner((_, _, _) => 0));

        result.Passed.ShouldBeTrue();
        result.Expected.ShouldStartWith("within 3.26 standard errors of 0 for 9 targets");
    }

    private static RidgeLearner Ridge => new([.. Window.Bqx.Select(FeatureNames.Bqx)]);

    private static Task<ControlResult> RunAsync(IControlMarket market, IControlLearner learner, int minutes = 9_000) =>
        SkillControl.RunAsync(market, learner, WalkKind.Gaussian, 1, minutes, TestContext.Current.CancellationToken);
}
