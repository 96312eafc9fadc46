namespace Bqx.Learning.Neural.Kernels;

/// <summary>What a product of two matrices is of: result [Rows, Columns] = left [Rows, Depth]·right [Depth, Columns].</summary>
/// <param name="Rows">Rows of the result.</param>
/// <param name="Columns">Columns of the result.</param>
/// <param name="Depth">How many products an element sums.</param>
/// <param name="TransposesLeft">Whether the left lies in memory as [Depth, Rows].</param>
/// <param name="TransposesRight">Whether the right lies in memory as [Columns, Depth].</param>
internal readonly record struct ProductShape(int Rows, int Columns, int Depth, bool TransposesLeft, bool TransposesRight)
{
    /// <summary>So many steps of eight rows lie in the first-level cache, those of the columns of a block in the second.</summary>
    public const int LargestSlice = 512;

    /// <summary>The depth is gone through in slices of this many steps; the last may have fewer.</summary>
    public int Slice { get; } = Blocks.Count(Depth, Blocks.Count(Depth, LargestSlice));

    /// <summary>The shape that a node's attributes give.</summary>
    public static ProductShape Read(Func<string, int> read) =>
        new(read("rows"), read("columns"), read("depth"), read("transposes_left") != 0, read("transposes_right") != 0);

    /// <summary>The attributes of a node of this shape.</summary>
    public (string Name, long Value)[] ToAttributes() =>
    [
        ("rows", Rows),
        ("columns", Columns),
        ("depth", Depth),
        ("transposes_left", TransposesLeft ? 1 : 0),
        ("transposes_right", TransposesRight ? 1 : 0),
    ];

    /// <summary>How many steps there are in the slice that begins at one.</summary>
    public int StepsAt(int first) => Math.Min(Slice, Depth - first);
}
