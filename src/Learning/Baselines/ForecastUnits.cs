using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Learning.Statistics;
using Bqx.Learning.Training;

namespace Bqx.Learning.Baselines;

/// <summary>From standard units to those that forecasts are judged in, as the serving graph does.</summary>
internal static class ForecastUnits
{
    /// <summary>BQX = martingale + u·σ̂·√V and log RV = v + log(σ̂·√h).</summary>
    public static ModelForecasts ToRaw(string model, TrainingData data, RowRange rows, StandardForecasts standard)
    {
        var halfLogHorizon = 0.5 * Math.Log(data.Target.Horizon.Minutes);
        var logRv = new float[rows.Count];
        var bqx = ByTarget(data, rows, (row, target) =>
        {
            var root = Math.Sqrt(Martingale.ErrorVariance(data.Matrix.Targets[target]));
            return data.Matrix.Martingale(row, target) + (standard.Residuals[target][row - rows.First] * Sigma(data, row) * root);
        });
        for (var i = 0; i < logRv.Length; i++)
        {
            logRv[i] = (float)(standard.Volatilities[i] + Math.Log(Sigma(data, rows.First + i)) + halfLogHorizon);
        }

        return new ModelForecasts { Model = model, Bqx = bqx, LogRv = logRv, Regime = standard.Regime };
    }

    /// <summary>A value for each target and row.</summary>
    public static ImmutableDictionary<Target, float[]> ByTarget(TrainingData data, RowRange rows, Func<int, int, double> value)
    {
        var result = ImmutableDictionary.CreateBuilder<Target, float[]>();
        for (var target = 0; target < data.Matrix.Targets.Length; target++)
        {
            var values = new float[rows.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)value(rows.First + i, target);
            }

            result[data.Matrix.Targets[target]] = values;
        }

        return result.ToImmutable();
    }

    /// <summary>Class probabilities of a Gaussian of some spread around ẑ = −û: right for a target of h ≥ W, whose martingale is 0.</summary>
    public static float[] GaussianRegime(ReadOnlySpan<float> residuals, double spread)
    {
        var regime = new float[residuals.Length * RegimeProbabilities.Count];
        for (var i = 0; i < residuals.Length; i++)
        {
            var before = 0.0;
            for (var k = 0; k < RegimeProbabilities.Count; k++)
            {
                var below = k < RegimeClasses.Cuts.Length ? NormalDistribution.Cdf((RegimeClasses.Cuts[k] + residuals[i]) / spread) : 1;
                regime[(i * RegimeProbabilities.Count) + k] = (float)(below - before);
                before = below;
            }
        }

        return regime;
    }

    /// <summary>σ̂ of a row, floored as the serving graph does.</summary>
    public static double Sigma(TrainingData data, int row) => Math.Max(data.Matrix[row].Sigma, ServingGraph.SigmaFloor);
}
