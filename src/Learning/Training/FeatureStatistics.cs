using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Training;

/// <summary>Moments and quantiles of raw features over rows.</summary>
internal static class FeatureStatistics
{
    // Deciles of so many rows are within 0.4 % of rank: enough to watch for drift.
    private const int QuantileRows = 16_384;
    private const double NoVariance = 1e-12;

    public static InputScaling FitScaling(TrainingMatrix matrix, RowRange rows, int graph)
    {
        var (means, deviations) = Moments(matrix, rows, graph);
        float[] inverses = [.. deviations.Zip(means, (deviation, mean) => deviation > NoVariance * (1 + Math.Abs(mean)) ? (float)(1 / deviation) : 0)];
        return new InputScaling(Array.ConvertAll(means, mean => (float)mean), inverses);
    }

    public static ImmutableArray<FeatureDistribution> Distributions(TrainingMatrix matrix, RowRange rows, int graph)
    {
        var (means, deviations) = Moments(matrix, rows, graph);
        var step = Math.Max(1, rows.Count / QuantileRows);
        var values = new float[(rows.Count + step - 1) / step];
        var result = ImmutableArray.CreateBuilder<FeatureDistribution>(matrix.Columns);
        for (var column = 0; column < matrix.Columns; column++)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = matrix.Value(rows.First + (i * step), graph, column);
            }

            Array.Sort(values);
            ImmutableArray<double> deciles = [.. Enumerable.Range(1, 9).Select(k => (double)values[(values.Length - 1) * k / 10])];
            result.Add(new FeatureDistribution(matrix.Schema.Names[column], means[column], deviations[column], deciles));
        }

        return result.MoveToImmutable();
    }

    private static (double[] Means, double[] Deviations) Moments(TrainingMatrix matrix, RowRange rows, int graph)
    {
        var means = new double[matrix.Columns];
        var squares = new double[matrix.Columns];
        var features = new float[matrix.Columns];
        for (var row = rows.First; row < rows.End; row++)
        {
            matrix.Read(row, graph, features);
            for (var j = 0; j < means.Length; j++)
            {
                means[j] += features[j];
            }
        }

        for (var j = 0; j < means.Length; j++)
        {
            means[j] /= rows.Count;
        }

        for (var row = rows.First; row < rows.End; row++)
        {
            matrix.Read(row, graph, features);
            for (var j = 0; j < means.Length; j++)
            {
                var difference = features[j] - means[j];
                squares[j] += difference * difference;
            }
        }

        return (means, Array.ConvertAll(squares, square => Math.Sqrt(square / rows.Count)));
    }
}
