namespace Bqx.Core.Tests;

/// <summary>R² and directional accuracy of the nine targets against the closed form, worked out in exact integers by another program.</summary>
public sealed class MartingaleTests
{
    [Theory]
    [InlineData(75, 15, 0.514535, 0.754627)]
    [InlineData(75, 30, 0.218857, 0.654961)]
    [InlineData(75, 45, 0.065911, 0.582646)]
    [InlineData(75, 60, 0.008644, 0.529637)]
    [InlineData(60, 15, 0.425349, 0.726149)]
    [InlineData(60, 30, 0.128099, 0.616510)]
    [InlineData(60, 45, 0.016800, 0.541374)]
    [InlineData(60, 60, 0.000000, 0.500000)]
    [InlineData(60, 75, 0.000000, 0.500000)]
    public void RSquared_Target_IsTheClosedForm(int window, int horizon, double rSquared, double accuracy)
    {
        var target = new Target(new Window(window), new Horizon(horizon));

        Martingale.RSquared(target).ShouldBe(rSquared, 5e-7);
        Martingale.DirectionalAccuracy(target).ShouldBe(accuracy, 5e-7);
    }

    [Fact]
    public void SumOfSquares_SmallNumbers_AreTheirSums()
    {
        Martingale.SumOfSquares(0).ShouldBe(0);
        Martingale.SumOfSquares(3).ShouldBe(1 + 4 + 9);
        Martingale.SumOfSquares(60).ShouldBe(Enumerable.Range(1, 60).Sum(n => n * n));
    }

    [Fact]
    public void ErrorVariance_HorizonBelowWindow_SubtractsWhatIsKnown()
    {
        // Of BQX(75) in 60 minutes, the oldest 15 returns are known today.
        var known = Enumerable.Range(1, 15).Sum(n => n * n);
        var all = Enumerable.Range(1, 75).Sum(n => n * n);

        Martingale.ErrorVariance(new Target(new Window(75), new Horizon(60))).ShouldBe(all - known);
        Martingale.ErrorVariance(Target.Primary).ShouldBe(73_810);
    }

    [Fact]
    public void ForecastWindow_HorizonNotBelowWindow_IsNone()
    {
        Martingale.ForecastWindow(Target.Primary).ShouldBeNull();
        Martingale.ForecastWindow(new Target(new Window(75), new Horizon(30))).ShouldBe(new Window(45));
    }
}
