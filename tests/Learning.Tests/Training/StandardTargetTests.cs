using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Training;

public sealed class StandardTargetTests
{
    // σ̂√S2(60) = 1e-4·√73810 = 0.0271679.
    [Fact]
    public void Of_PrimaryTarget_DividesByTheDeviationOfARandomWalk()
    {
        var target = StandardTarget.Of(Row(bqx: 0.0271679f, logRv: -7), Target.Primary);

        target.Residual.ShouldBe(1, 1e-4f);
        target.Volatility.ShouldBe((float)(-7 - Math.Log(1e-4 * Math.Sqrt(60))), 1e-5f);
        target.Class.ShouldBe(1);
    }

    [Fact]
    public void Of_PriceRose_IsABullClass() => StandardTarget.Of(Row(bqx: -0.06f), Target.Primary).Class.ShouldBe(4);

    // V = S2(60) − S2(15) = 72570; the class uses S2(60) whatever the horizon.
    [Fact]
    public void Of_HorizonWithinWindow_IsTheResidualOverTheMartingale()
    {
        var target = StandardTarget.Of(Row(bqx: 0.03f, martingale: 0.01f), new Target(new Window(60), new Horizon(45)));

        target.Residual.ShouldBe((float)(0.02 / (1e-4 * Math.Sqrt(72570))), 1e-4f);
        target.Class.ShouldBe(1);
    }

    [Fact]
    public void Of_Shock_IsClippedForLearning() => StandardTarget.Of(Row(bqx: 3), Target.Primary).Residual.ShouldBe(6);

    private static Sample Row(float bqx, float logRv = -7, float martingale = 0) =>
        new(Pair.Parse("EURUSD"), new Minute(1), 1, 1e-4f, martingale, bqx, logRv, 0, default);
}
