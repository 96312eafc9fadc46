namespace Bqx.Learning.Datasets;

/// <summary>Consecutive rows of a matrix.</summary>
public readonly record struct RowRange(int First, int Count)
{
    /// <summary>One past the last row.</summary>
    public int End => First + Count;
}
