using Bqx.Learning.Statistics;

namespace Bqx.Learning.Tests.Statistics;

public sealed class ScoreTests
{
    // The closed form with scipy.stats.norm.
    [Theory]
    [InlineData(0, 1, 0.23369497725510913)]
    [InlineData(1.5, 2, 0.8962885043931006)]
    [InlineData(-3, 0.5, 2.717905208382479)]
    public void Crps_Gaussian_IsTheClosedForm(double error, double spread, double expected)
    {
        Crps.Gaussian(error, spread).ShouldBe(expected, 1e-12);
        Crps.Gaussian(-error, spread).ShouldBe(expected, 1e-12);
    }

    // Second implementation: E|X − y| − ½E|X − X'| over 2000 quantiles of the distribution.
    [Fact]
    public void Crps_Gaussian_IsThatOfItsQuantiles()
    {
        const int Count = 2000;
        double[] sample = [.. Enumerable.Range(0, Count).Select(i => 2 * NormalDistribution.Quantile((i + 0.5) / Count))];
        var toActual = sample.Average(x => Math.Abs(x - 1.5));
        // Σ|xᵢ − xⱼ| of a sorted sample is 2·Σ (2i − n + 1)·xᵢ.
        var among = 2 * sample.Select((x, i) => ((2.0 * i) - Count + 1) * x).Sum() / Count / Count;

        Crps.Gaussian(1.5, 2).ShouldBe(toActual - (among / 2), 1e-3);
    }

    [Fact]
    public void Crps_NoSpread_IsTheAbsoluteError() => Crps.Gaussian(-0.7, 0).ShouldBe(0.7);

    // Cumulated 0.1, 0.3, 0.7, 0.9 against 0, 1, 1, 1: (.01 + .49 + .09 + .01)/4.
    [Fact]
    public void RankedScore_Probabilities_IsTheFormula() =>
        RankedScore.Of([0.1f, 0.2f, 0.4f, 0.2f, 0.1f], 1).ShouldBe(0.15, 1e-7);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 0)]
    public void RankedScore_Certainty_IsZeroWhenRightAndOneWhenFarthest(int actual, double expected) =>
        RankedScore.Of([0, 0, 0, 0, 1], actual).ShouldBe(expected);
}
