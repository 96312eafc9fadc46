using Bqx.Learning.Statistics;

namespace Bqx.Learning.Tests.Statistics;

public sealed class ForecastTestTests
{
    // f by hand: (3 − 1)² − ((3 − 2)² − (1 − 2)²) = 4 − (1 − 1).
    [Fact]
    public void ClarkWest_Adjusted_AddsBackTheNoiseOfTheLargerModel() => ClarkWest.Adjusted(3, 1, 2).ShouldBe(4);

    [Fact]
    public void ClarkWest_SameForecast_IsNoEvidence() => ClarkWest.Run([0, 0, 0], 1).ShouldBe(new TestOutcome(0, 0.5, 3));

    // The formula in numpy, Bartlett weights 1 − k/4, scipy.stats.norm.sf.
    [Fact]
    public void ClarkWest_Series_IsTheFormula()
    {
        double[] adjusted =
        [
            .. Enumerable.Range(0, 40).Select(i => ClarkWest.Adjusted(
                Math.Sin(i * 1.3) + (0.2 * Math.Cos(i)), 0.05 * Math.Cos(i * 0.7), 0.3 * Math.Sin((i * 1.3) + 0.4))),
        ];

        var test = ClarkWest.Run(adjusted, 3);

        test.Statistic.ShouldBe(11.659203221723535, 1e-9);
        test.PValue.ShouldBe(1.0298033861468537e-31, 1e-40);
    }

    // The formula in Python: 118 hits of 200 with 110 outcomes and 90 forecasts up; 90 of 150 with 100 and 80.
    [Theory]
    [InlineData(59, 31, 51, 59, 2.720958160638056)]
    [InlineData(60, 20, 40, 30, 2.322304208334872)]
    public void PesaranTimmermann_Counts_IsTheFormula(int bothUp, int forecastUp, int actualUp, int bothDown, double expected) =>
        PesaranTimmermann.Statistic(Counts(bothUp, forecastUp, actualUp, bothDown)).ShouldBe(expected, 1e-12);

    [Fact]
    public void PesaranTimmermann_ForecastsOfOneSign_IsNotDefined() =>
        PesaranTimmermann.Statistic(Counts(60, 40, 0, 0)).ShouldBe(0);

    [Fact]
    public void PesaranTimmermann_NothingCounted_IsZero() => PesaranTimmermann.Statistic(default).ShouldBe(0);

    [Fact]
    public void SignCounts_ZeroOnEitherSide_DoesNotCount()
    {
        var counts = default(SignCounts);
        counts.Add(0, 1);
        counts.Add(1, 0);
        counts.Add(-1, -2);
        counts.Add(1, -2);
        (counts.Count, counts.Hits, counts.ActualUp, counts.ForecastUp).ShouldBe((2, 1, 1, 0));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(-1, -2, 1)]
    [InlineData(1, -1, 0)]
    [InlineData(0, 1, 0.5)]
    [InlineData(1, 0, 0.5)]
    public void Hit_Signs_CountHalfWhereNoSideIsTaken(double forecast, double actual, double expected) =>
        Direction.Hit(forecast, actual).ShouldBe(expected);

    private static SignCounts Counts(int bothUp, int forecastUp, int actualUp, int bothDown)
    {
        var counts = default(SignCounts);
        Repeat(bothUp, 1, 1);
        Repeat(forecastUp, -1, 1);
        Repeat(actualUp, 1, -1);
        Repeat(bothDown, -1, -1);
        return counts;

        void Repeat(int times, double actual, double forecast)
        {
            for (var i = 0; i < times; i++)
            {
                counts.Add(actual, forecast);
            }
        }
    }
}
