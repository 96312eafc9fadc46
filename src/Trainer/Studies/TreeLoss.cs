using System.Collections.Immutable;
using Bqx.Learning.Datasets;
using Bqx.Learning.Training;
using Bqx.Learning.Trees;

namespace Bqx.Trainer.Studies;

/// <summary>How well boosted trees do on the validation block: their mean squared error as a share of the label's.</summary>
internal static class TreeLoss
{
    // Enough to tell settings apart.
    private const int MaxRows = 60_000;

    public static double Of(
        TrainingData data, ImmutableArray<int> columns, Func<TrainingData, int, float> label, TreeOptions options, CancellationToken cancellationToken)
    {
        var validation = Rows(data, data.Validation, columns, label);
        var ensemble = TreeTrainer.Fit(Rows(data, data.Train, columns, label), validation, options, cancellationToken);
        var forecasts = ensemble.PredictRows(validation.Features);
        var mean = validation.Labels.Average(value => (double)value);
        var (error, power) = (0.0, 0.0);
        for (var i = 0; i < forecasts.Length; i++)
        {
            error += Square(validation.Labels[i] - forecasts[i]);
            power += Square(validation.Labels[i] - mean);
        }

        return power > 0 ? error / power : 1;
    }

    private static TreeRows Rows(TrainingData data, RowRange range, ImmutableArray<int> columns, Func<TrainingData, int, float> label)
    {
        var count = Math.Min(range.Count, MaxRows);
        var (features, labels) = (new float[count * columns.Length], new float[count]);
        var row = new float[data.Matrix.Columns];
        for (var i = 0; i < count; i++)
        {
            var source = range.First + (int)((long)i * range.Count / count);
            data.ReadScaled(source, row);
            for (var j = 0; j < columns.Length; j++)
            {
                features[(i * columns.Length) + j] = row[columns[j]];
            }

            labels[i] = label(data, source);
        }

        return new TreeRows(columns.Length, features, labels);
    }

    private static double Square(double value) => value * value;
}
