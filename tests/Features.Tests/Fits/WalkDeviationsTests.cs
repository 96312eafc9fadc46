namespace Bqx.Features.Tests.Fits;

public sealed class WalkDeviationsTests
{
    [Fact]
    public void Rise_OfPrices_IsTheClosedForm()
    {
        for (var k = 0; k < FitWindows.Count; k++)
        {
            // The slope's variance on a walk of unit steps is 6(W²+1)/(5W(W²−1)).
            double w = FitWindows.Minutes[k];
            var deviation = (w - 1) * Math.Sqrt(6 * ((w * w) + 1) / (5 * w * ((w * w) - 1)));
            WalkDeviations.OfPrice.Rise[k].ShouldBe(1 / deviation, 1e-12 / deviation);
        }
    }

    [Fact]
    public void Rise_OfIndependentValues_IsThatOfOrdinaryLeastSquares()
    {
        // Each step then shows in one value: the variance is the sum of squared weights, 1/N1 for a slope.
        var noise = new WalkDeviations(k => k == 0 ? 1 : 0, 1);
        for (var k = 0; k < FitWindows.Count; k++)
        {
            double w = FitWindows.Minutes[k];
            var deviation = (w - 1) / Math.Sqrt(w * ((w * w) - 1) / 12);
            noise.Rise[k].ShouldBe(1 / deviation, 1e-12 / deviation);
        }
    }
}
