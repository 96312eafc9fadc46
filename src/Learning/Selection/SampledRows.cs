using System.Collections.Immutable;
using Bqx.Learning.Training;

namespace Bqx.Learning.Selection;

/// <summary>Some scaled features of some rows, and what they learn: the primary residual u and the volatility v.</summary>
internal sealed class SampledRows
{
    /// <summary>How many labels there are.</summary>
    public const int Labelled = 2;

    public SampledRows(TrainingData data, int[] rows, ImmutableArray<int> columns)
    {
        (Count, Columns) = (rows.Length, columns.Length);
        Features = new float[rows.Length * columns.Length];
        Labels = [new float[rows.Length], new float[rows.Length]];
        var x = new float[data.Matrix.Columns];
        for (var i = 0; i < rows.Length; i++)
        {
            data.ReadScaled(rows[i], x);
            for (var j = 0; j < columns.Length; j++)
            {
                Features[(i * columns.Length) + j] = x[columns[j]];
            }

            var target = data.TargetOf(rows[i]);
            (Labels[0][i], Labels[1][i]) = (target.Residual, target.Volatility);
        }
    }

    public int Count { get; }

    public int Columns { get; }

    /// <summary>Row-major.</summary>
    public float[] Features { get; }

    public float[][] Labels { get; }

    public ReadOnlySpan<float> Row(int row) => Features.AsSpan(row * Columns, Columns);
}
