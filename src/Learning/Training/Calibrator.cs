using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>Computes what the server applies to a model's outputs.</summary>
public static class Calibrator
{
    /// <summary>Nominal coverage of all intervals.</summary>
    public const double Level = 0.9;

    private const double SmallestQuantile = 1e-6;
    private const double HighVolatilityShare = 0.9;

    // Of returns on BQX with W = h = 60 on a random walk: −Σk/Σk², k = 1..60 (quant.md). Where a pair has too few rows.
    private const double RandomWalkSlope = -1830.0 / 73810;
    private const int FewestRows = 100;

    /// <summary>From outputs for the calibration block, with quantiles over all pairs.</summary>
    public static ModelCalibration Run(TrainingData data, ReadOnlySpan<ModelOutput> calibrationOutputs)
    {
        var bqx = new double[calibrationOutputs.Length];
        var logRv = new double[calibrationOutputs.Length];
        var root = Math.Sqrt(Martingale.ErrorVariance(data.Target));
        for (var i = 0; i < bqx.Length; i++)
        {
            var sample = data.Matrix[data.Calibration.First + i];
            var scale = Math.Max(sample.Sigma, ServingGraph.SigmaFloor) * root;
            bqx[i] = Math.Abs(sample.Bqx - calibrationOutputs[i].Bqx) / scale;
            logRv[i] = Math.Abs(sample.LogRv - calibrationOutputs[i].LogRv);
        }

        return Of(data, Conformal.Quantile(bqx, Level), Conformal.Quantile(logRv, Level));
    }

    /// <summary>With the given quantiles; slopes and thresholds are those of each pair on the training block.</summary>
    /// <param name="data">The fold.</param>
    /// <param name="bqxQuantile">Of |BQX − forecast| / (σ̂·√V).</param>
    /// <param name="logRvQuantile">Of |log RV − forecast|.</param>
    public static ModelCalibration Of(TrainingData data, double bqxQuantile, double logRvQuantile)
    {
        var byPair = Group(data.Matrix, data.Train);
        var pooled = byPair.SelectMany(samples => samples).ToList();
        return new ModelCalibration
        {
            Level = Level,
            BqxQuantile = Math.Max(SmallestQuantile, bqxQuantile),
            LogRvQuantile = Math.Max(SmallestQuantile, logRvQuantile),
            ReturnSlope = ByPair(byPair, samples => Slope(samples.Count >= FewestRows ? samples : pooled)),
            HighVolLogRv = ByPair(byPair, samples => NinthDecile(samples.Count >= FewestRows ? samples : pooled)),
        };
    }

    // Least squares without a constant: a random walk has no drift to fit.
    private static double Slope(List<Sample> samples)
    {
        var (product, power) = (0.0, 0.0);
        foreach (var sample in samples)
        {
            product += (double)sample.Return * sample.Bqx;
            power += (double)sample.Bqx * sample.Bqx;
        }

        return power > 0 ? product / power : RandomWalkSlope;
    }

    private static double NinthDecile(List<Sample> samples)
    {
        float[] values = [.. samples.Select(sample => sample.LogRv).Order()];
        return values[(int)((values.Length - 1) * HighVolatilityShare)];
    }

    private static List<Sample>[] Group(TrainingMatrix matrix, RowRange rows)
    {
        var groups = Pair.All.Select(_ => new List<Sample>()).ToArray();
        for (var row = rows.First; row < rows.End; row++)
        {
            groups[matrix[row].Pair.Index].Add(matrix[row]);
        }

        return groups;
    }

    private static ImmutableSortedDictionary<string, double> ByPair(List<Sample>[] groups, Func<List<Sample>, double> value) =>
        Pair.All.ToImmutableSortedDictionary(pair => pair.Name, pair => value(groups[pair.Index]), StringComparer.Ordinal);
}
