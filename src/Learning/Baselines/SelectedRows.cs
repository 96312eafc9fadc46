using System.Collections.Immutable;
using Bqx.Learning.Datasets;
using Bqx.Learning.Training;
using Bqx.Learning.Trees;

namespace Bqx.Learning.Baselines;

/// <summary>Some scaled features of rows, side by side.</summary>
internal sealed class SelectedRows
{
    private readonly TrainingData _data;
    private readonly RowRange _rows;

    public SelectedRows(TrainingData data, RowRange rows, ImmutableArray<int> columns)
    {
        (_data, _rows, Columns) = (data, rows, columns.Length);
        Features = new float[rows.Count * columns.Length];
        var x = new float[data.Matrix.Columns];
        for (var i = 0; i < rows.Count; i++)
        {
            data.ReadScaled(rows.First + i, x);
            var selected = Features.AsSpan(i * columns.Length, columns.Length);
            for (var j = 0; j < columns.Length; j++)
            {
                selected[j] = x[columns[j]];
            }
        }
    }

    public int Columns { get; }

    /// <summary>Row-major.</summary>
    public float[] Features { get; }

    /// <summary>A label for each row.</summary>
    public float[] Labels(Func<TrainingData, int, float> label)
    {
        var labels = new float[_rows.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = label(_data, _rows.First + i);
        }

        return labels;
    }

    /// <summary>The rows inside XGBoost, without labels yet.</summary>
    public TreeMatrix ToMatrix() => new(Columns, Features);
}
