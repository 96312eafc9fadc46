using System.Collections.Immutable;
using Bqx.Learning.Training;

namespace Bqx.Learning.Controls;

/// <summary>Reads some scaled features of a row, and a 1 after them: the constant term. Not for several threads.</summary>
internal sealed class RowReader
{
    private readonly TrainingData _data;
    private readonly ImmutableArray<int> _columns;
    private readonly float[] _all;
    private readonly float[] _chosen;

    /// <param name="data">The rows.</param>
    /// <param name="features">Names of the features; empty: all.</param>
    public RowReader(TrainingData data, ImmutableArray<string> features)
    {
        _data = data;
        _columns = features.IsEmpty ? [.. Enumerable.Range(0, data.Matrix.Columns)] : [.. features.Select(data.Matrix.Schema.IndexOf)];
        _all = new float[data.Matrix.Columns];
        _chosen = new float[Width];
        _chosen[^1] = 1;
    }

    /// <summary>Values in a row.</summary>
    public int Width => _columns.Length + 1;

    /// <summary>A row, until the next is read.</summary>
    public ReadOnlySpan<float> Read(int row)
    {
        _data.ReadScaled(row, _all);
        for (var i = 0; i < _columns.Length; i++)
        {
            _chosen[i] = _all[_columns[i]];
        }

        return _chosen;
    }
}
