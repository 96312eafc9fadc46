using Bqx.Learning.Controls;

namespace Bqx.Learning.Tests.Controls;

public sealed class MartingaleControlTests
{
    private static readonly ControlPlan Plan = new(60_000, 0.03, 0, [], 0);

    [Fact]
    public void Run_Walk_AgreesWithTheFormula()
    {
        var result = MartingaleControl.Run(new TestMarket(), WalkKind.Gaussian, 1, Plan, TestContext.Current.CancellationToken);

        result.Passed.ShouldBeTrue(result.Observed);
        result.Expected.ShouldBe("S2(W−h)/S2(W) ± 0.03 for 7 targets");
        result.Observed.ShouldEndWith("1.7 M minutes");
    }

    [Fact]
    public void Run_MarketThatTrends_DoesNotPass() =>
        MartingaleControl.Run(new TestMarket(_ => 0.4), WalkKind.Gaussian, 1, Plan, TestContext.Current.CancellationToken).Passed.ShouldBeFalse();
}
