using Bqx.Learning.Embeddings;
using Bqx.Learning.Training;

namespace Bqx.Learning.Inspection;

/// <summary>Some rows of a pair as its net reads them, and what came.</summary>
internal sealed class InspectedRows
{
    private readonly float[] _values;

    public InspectedRows(FoldInputs inputs, int[] rows)
    {
        Width = inputs.Width;
        _values = new float[rows.Length * Width];
        for (var i = 0; i < rows.Length; i++)
        {
            inputs.Fill(rows[i], _values.AsSpan(i * Width, Width));
        }

        Targets = Array.ConvertAll(rows, inputs.Data.TargetOf);
    }

    public int Count => Targets.Length;

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>What came, in standard units.</summary>
    public StandardTarget[] Targets { get; }

    /// <summary>The scaled inputs of a row.</summary>
    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Width, Width);
}
