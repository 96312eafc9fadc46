using Bqx.Learning.Datasets;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Training;

public sealed class ShrinkageTests
{
    [Fact]
    public void Factor_ForecastIsTheTruth_BelievesAll() => Of(rows: 500, signal: 1, noise: 0, scale: 1).Factor().ShouldBe(1, 1e-9);

    [Fact]
    public void Factor_ForecastTwiceTooLarge_BelievesHalf() => Of(rows: 500, signal: 1, noise: 0, scale: 2).Factor().ShouldBe(0.5, 1e-9);

    [Fact]
    public void Factor_ForecastOfTheWrongSign_BelievesNothing() => Of(rows: 500, signal: 1, noise: 0, scale: -1).Factor().ShouldBe(0);

    [Fact]
    public void Factor_NoRows_BelievesNothing() => new Shrinkage(new DatasetOptions()).Factor().ShouldBe(0);

    // One in some twenty noise forecasts is two standard errors above 0 by chance, and then little is believed.
    [Fact]
    public void Factor_NothingToFind_MostlyBelievesNothing()
    {
        double[] factors = [.. Enumerable.Range(1, 100).Select(seed => Of(rows: 1000, signal: 0, noise: 1, scale: 1, seed).Factor())];

        factors.Count(factor => factor == 0).ShouldBeGreaterThan(85);
        factors.ShouldAllBe(factor => factor < 0.15);
    }

    // κ = 0.3/0.3 = 1 with a standard error near 1/(0.3·√4000) = 0.053: 4·0.053² = 1 % is taken away.
    [Fact]
    public void Factor_ClearSignal_IsHardlyShrunk() => Of(rows: 4000, signal: 0.3, noise: 1, scale: 1).Factor().ShouldBe(0.97, 0.08);

    [Fact]
    public void SquaredError_AnyFactor_IsTheSum()
    {
        var shrinkage = new Shrinkage(new DatasetOptions());
        shrinkage.Add(1, 2, 1);
        shrinkage.Add(2, -1, 3);

        // (2 − ½)² + (−1 − 1½)².
        shrinkage.SquaredError(0.5).ShouldBe(2.25 + 6.25, 1e-12);
    }

    private static Shrinkage Of(int rows, double signal, double noise, double scale, int seed = 1)
    {
        var random = new Random(seed);
        var shrinkage = new Shrinkage(new DatasetOptions());
        for (var i = 0; i < rows; i++)
        {
            var known = signal * Gaussian();
            var forecast = signal == 0 ? Gaussian() : known;
            shrinkage.Add(i, known + (noise * Gaussian()), scale * forecast);
        }

        return shrinkage;

        double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
