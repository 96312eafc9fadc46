using Bqx.Learning.Datasets;

namespace Bqx.Learning.Embeddings;

/// <summary>Embeddings of consecutive rows of a matrix.</summary>
/// <param name="Rows">Which rows.</param>
/// <param name="Points">One point a row.</param>
public sealed record RowEmbeddings(RowRange Rows, PointSet Points)
{
    /// <summary>Embedding of a row of the matrix.</summary>
    public ReadOnlySpan<float> this[int row] => Points[row - Rows.First];

    /// <summary>Those of some of the rows.</summary>
    public RowEmbeddings Slice(RowRange rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.First, Rows.First);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.End, Rows.End);
        var first = (rows.First - Rows.First) * Points.Dimensions;
        return new RowEmbeddings(rows, Points with { Values = Points.Values.AsSpan(first, rows.Count * Points.Dimensions).ToArray() });
    }
}
