using Bqx.Learning.Statistics;

namespace Bqx.Learning.Tests.Statistics;

public sealed class DistributionTests
{
    // Expected values: scipy.stats.norm.sf and .ppf, scipy.stats.t.sf.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.3085375387259869)]
    [InlineData(1.959963984540054, 0.025)]
    [InlineData(-2.5, 0.9937903346742238)]
    [InlineData(5, 2.866515718791933e-07)]
    [InlineData(10, 7.61985302416047e-24)]
    [InlineData(30, 4.906713927147908e-198)]
    public void NormalSurvival_Value_IsThatOfTheReference(double x, double expected)
    {
        NormalDistribution.Survival(x).ShouldBe(expected, 1e-12 * expected);
        NormalDistribution.Cdf(-x).ShouldBe(expected, 1e-12 * expected);
    }

    [Theory]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.025, -1.9599639845400545)]
    [InlineData(0.5, 0)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(0.999, 3.090232306167813)]
    public void NormalQuantile_Probability_IsThatOfTheReference(double probability, double expected) =>
        NormalDistribution.Quantile(probability).ShouldBe(expected, 1e-12);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void NormalQuantile_NoProbability_IsRefused(double probability) =>
        Should.Throw<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(probability));

    [Theory]
    [InlineData(0.5, 1, 0.3524163823495668)]
    [InlineData(2.0, 1, 0.1475836176504332)]
    [InlineData(1.96, 2, 0.09452865480086611)]
    [InlineData(-1.3, 7, 0.8826160823038114)]
    [InlineData(2.5, 19, 0.010870205584198718)]
    [InlineData(3.1, 8759, 0.0009706727305888612)]
    public void StudentSurvival_Value_IsThatOfTheReference(double t, int degrees, double expected)
    {
        StudentT.Survival(t, degrees).ShouldBe(expected, 1e-12);
        StudentT.Survival(-t, degrees).ShouldBe(1 - expected, 1e-12);
        StudentT.TwoSided(t, degrees).ShouldBe(2 * Math.Min(expected, 1 - expected), 2e-12);
    }

    [Fact]
    public void StudentSurvival_FarOut_IsNoNegativeProbability()
    {
        StudentT.Survival(400, 5000).ShouldBeInRange(0, 1e-12);
        StudentT.Survival(double.PositiveInfinity, 10).ShouldBeInRange(0, 1e-12);
    }
}
