using Bqx.Core;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Statistics;
using Bqx.Learning.Training;

namespace Bqx.Learning.Controls;

/// <summary>
/// A planted component must be found in full: the correlation of forecast and residual u of the primary target on the test block is the
/// information coefficient that was planted. With returns x_t = e_t + κ·e_{t−60}, a coefficient ρ is κ/(1 + κ²), the correlation that
/// BQX60 itself has; who knew the shocks e could reach κ/√(1 + κ²), .0300 for ρ = .03 and .316 for ρ = .3: within the tolerances.
/// </summary>
internal static class SignalControl
{
    // Above this an agreement within the tolerance would be luck.
    private const double LargestErrorShare = 0.9;

    /// <summary>Tries a learner on a planted component.</summary>
    public static async Task<ControlResult> RunAsync(
        IControlMarket market, IControlLearner learner, PlantedSignal signal, long seed, CancellationToken cancellationToken)
    {
        var bars = market.Generate(WalkKind.Gaussian, signal.Coefficient, seed, signal.Minutes);
        var data = await ControlData.BuildAsync(bars, [Target.Primary], cancellationToken);
        var found = Correlation(data, learner.Forecast(data, cancellationToken)[0]);
        return new ControlResult(
            ControlKind.Positive,
            $"information coefficient {signal.Coefficient:0.##} found by {learner.Name}",
            Math.Abs(found.Value - signal.Coefficient) <= signal.Tolerance && found.Error <= LargestErrorShare * signal.Tolerance,
            $"{signal.Coefficient:0.###} ± {signal.Tolerance:0.###}, standard error at most {LargestErrorShare * signal.Tolerance:0.###}",
            $"{found.Value:0.0000}, standard error {found.Error:0.0000}, {data.Test.Count} rows");
    }

    // ρ = Σ xy / ½Σ(x² + y²) of x and y scaled to mean square 1: as a ratio of sums, for its standard error. Both have means near 0.
    private static Estimate Correlation(TrainingData data, float[] forecasts)
    {
        double[] actual = [.. Enumerable.Range(data.Test.First, data.Test.Count).Select(row => ControlData.Residual(data, row, 0))];
        var (x, y) = (forecasts.Average(value => (double)value * value), actual.Average(value => value * value));
        var ratio = new RatioEstimate();
        for (var i = 0; i < actual.Length; i++)
        {
            var product = x > 0 ? forecasts[i] * actual[i] / Math.Sqrt(x * y) : 0;
            var power = ((x > 0 ? forecasts[i] * (double)forecasts[i] / x : 1) + (actual[i] * actual[i] / y)) / 2;
            ratio.Add(data.Matrix[data.Test.First + i].Number, product, power);
        }

        return ratio.Estimate(SerialCorrelation.Lags(data.Dataset.Options));
    }
}
