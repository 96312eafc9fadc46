namespace Bqx.Learning.Neural.Kernels;

/// <summary>How kernels cut their work, so that what a block reads twice stays in the second-level cache.</summary>
internal static class Blocks
{
    /// <summary>Rows of a matrix in a block: whole rows, since memory is read fastest in its order.</summary>
    public const int Rows = 32;

    /// <summary>Elements in a block where the matrix's form does not matter.</summary>
    public const int Elements = 1 << 14;

    /// <summary>How many blocks of a size cover a length.</summary>
    public static int Count(int length, int size) => (length + size - 1) / size;

    /// <summary>The size of as few blocks as possible, at most so large, that cover a length evenly.</summary>
    public static int Even(int length, int largest) => Count(length, Count(length, largest));

    /// <summary>Where a block begins, and how long it is.</summary>
    public static (int First, int Length) Range(int block, int size, int length) => (block * size, Math.Min(size, length - (block * size)));

    /// <summary>Place of an element of a matrix of so many columns.</summary>
    public static nint At(int row, int columns, int column) => ((nint)row * columns) + column;
}
