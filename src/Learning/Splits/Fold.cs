namespace Bqx.Learning.Splits;

/// <summary>A step of a walk through time: blocks to learn from and the block after them to be judged on.</summary>
public sealed class Fold
{
    internal Fold(int index, PurgedSplit split) => (Index, Split) = (index, split);

    /// <summary>Place in the walk, from 0.</summary>
    public int Index { get; }

    /// <summary>Its blocks.</summary>
    public PurgedSplit Split { get; }
}
