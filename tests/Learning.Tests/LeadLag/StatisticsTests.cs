using Bqx.Learning.LeadLag;

namespace Bqx.Learning.Tests.LeadLag;

public sealed class StatisticsTests
{
    // Tables of the χ² distribution.
    [Theory]
    [InlineData(15, 24.99579, 0.05)]
    [InlineData(15, 30.57791, 0.01)]
    [InlineData(15, 37.69730, 0.001)]
    [InlineData(15, 8.54676, 0.9)]
    [InlineData(1, 3.841459, 0.05)]
    [InlineData(1, 6.634897, 0.01)]
    [InlineData(3, 7.814728, 0.05)]
    [InlineData(15, 0, 1)]
    public void ChiSquare_Survival_IsThatOfTheTables(int degrees, double value, double probability) =>
        ChiSquare.Survival(value, degrees).ShouldBe(probability, 2e-6 * probability);

    [Fact]
    public void ChiSquare_FarTail_IsSmallAndFalls()
    {
        ChiSquare.Survival(200, 15).ShouldBeInRange(1e-36, 1e-32);
        ChiSquare.Survival(1e6, 15).ShouldBe(0);
    }

    [Fact]
    public void Threshold_OfTheOriginalExample_KeepsFour()
    {
        // The fifteen p-values of Benjamini and Hochberg (1995): four are rejected at 5 %.
        double[] p =
        [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
        ];
        var threshold = FalseDiscovery.Threshold(p, 0.05);
        threshold.ShouldBe(0.0095);
        p.Count(value => value <= threshold).ShouldBe(4);
    }

    [Fact]
    public void Threshold_NothingSmall_RejectsNothing() => FalseDiscovery.Threshold([0.2, 0.9, 0.06], 0.05).ShouldBe(-1);
}
