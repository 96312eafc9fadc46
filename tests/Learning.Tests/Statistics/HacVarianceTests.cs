using Bqx.Learning.Statistics;

namespace Bqx.Learning.Tests.Statistics;

public sealed class HacVarianceTests
{
    // γ₀ = 1+4+9 = 14, γ₁ = 2+6 = 8, γ₂ = 3.
    [Theory]
    [InlineData(0, 14)]
    [InlineData(1, 14 + (2 * 0.5 * 8))]
    [InlineData(2, 14 + (2 * ((2.0 / 3 * 8) + (1.0 / 3 * 3))))]
    [InlineData(9, 14 + (2 * ((0.9 * 8) + (0.8 * 3))))]
    public void OfSum_SmallSeries_IsTheFormula(int lags, double expected) =>
        HacVariance.OfSum([1, 2, 3], lags).ShouldBe(expected, 1e-12);

    // Overlapping sums of m white terms: the variance of their total is m² per term, m times that without correction. One estimate
    // scatters by some 5 %, so the mean of several is taken.
    [Fact]
    public void OfSum_OverlappingSums_RecoversTheLongRunVariance()
    {
        const int Overlap = 8;
        var (naive, corrected) = (new List<double>(), new List<double>());
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            double[] white = [.. Enumerable.Range(0, 20_000).Select(_ => (random.NextDouble() * 2) - 1)];
            double[] sums = [.. Enumerable.Range(0, white.Length - Overlap + 1).Select(i => white.AsSpan(i, Overlap).ToArray().Sum())];
            var truth = sums.Length * Overlap * Overlap / 3.0;
            naive.Add(HacVariance.OfSum(sums, 0) / truth);
            corrected.Add(HacVariance.OfSum(sums, 10 * Overlap) / truth);
        }

        naive.Average().ShouldBe(1.0 / Overlap, 0.01);
        corrected.Average().ShouldBe(0.97, 0.06);
    }
}
