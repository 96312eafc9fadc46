using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>Moments and quantiles of raw features over rows.</summary>
public static class FeatureStatistics
{
    // Deciles of so many rows are within 0.4 % of rank: enough to watch for drift.
    private const int QuantileRows = 16_384;
    private const double NoVariance = 1e-12;

    /// <summary>What makes every feature of some rows of mean 0 and deviation 1.</summary>
    public static InputScaling FitScaling(TrainingMatrix matrix, RowRange rows, int graph)
    {
        var (means, deviations) = Moments(matrix, ToArray(rows), graph);
        float[] inverses = [.. deviations.Zip(means, (deviation, mean) => deviation > NoVariance * (1 + Math.Abs(mean)) ? (float)(1 / deviation) : 0)];
        return new InputScaling(Array.ConvertAll(means, mean => (float)mean), inverses);
    }

    /// <summary>Moments and deciles of every feature over consecutive rows.</summary>
    public static ImmutableArray<FeatureDistribution> Distributions(TrainingMatrix matrix, RowRange rows, int graph) =>
        Distributions(matrix, ToArray(rows), graph);

    /// <summary>Moments and deciles of every feature over some rows, such as those of a pair.</summary>
    /// <param name="matrix">Where the rows are.</param>
    /// <param name="rows">Which; at least one.</param>
    /// <param name="graph">Index of the lead-lag graph to read by.</param>
    public static ImmutableArray<FeatureDistribution> Distributions(TrainingMatrix matrix, int[] rows, int graph)
    {
        var (means, deviations) = Moments(matrix, rows, graph);
        var step = Math.Max(1, rows.Length / QuantileRows);
        var values = new float[(rows.Length + step - 1) / step];
        var result = ImmutableArray.CreateBuilder<FeatureDistribution>(matrix.Columns);
        for (var column = 0; column < matrix.Columns; column++)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = matrix.Value(rows[i * step], graph, column);
            }

            Array.Sort(values);
            ImmutableArray<double> deciles = [.. Enumerable.Range(1, 9).Select(k => (double)values[(values.Length - 1) * k / 10])];
            result.Add(new FeatureDistribution(matrix.Schema.Names[column], means[column], deviations[column], deciles));
        }

        return result.MoveToImmutable();
    }

    private static int[] ToArray(RowRange rows) => [.. Enumerable.Range(rows.First, rows.Count)];

    private static (double[] Means, double[] Deviations) Moments(TrainingMatrix matrix, int[] rows, int graph)
    {
        var means = new double[matrix.Columns];
        var squares = new double[matrix.Columns];
        var features = new float[matrix.Columns];
        foreach (var row in rows)
        {
            matrix.Read(row, graph, features);
            for (var j = 0; j < means.Length; j++)
            {
                means[j] += features[j];
            }
        }

        for (var j = 0; j < means.Length; j++)
        {
            means[j] /= rows.Length;
        }

        foreach (var row in rows)
        {
            matrix.Read(row, graph, features);
            for (var j = 0; j < means.Length; j++)
            {
                var difference = features[j] - means[j];
                squares[j] += difference * difference;
            }
        }

        return (means, Array.ConvertAll(squares, square => Math.Sqrt(square / rows.Length)));
    }
}
