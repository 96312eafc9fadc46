using System.Numerics;

namespace Bqx.Learning.Neural.Kernels;

/// <summary>The blocks of a product, each of many tiles.</summary>
internal unsafe struct ProductWork<T> : IBlock
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int RowPanels = 16;
    private const int ColumnPanels = 16;

    public ProductShape Shape;
    public T* Left;
    public PackedColumns<T> Right;

    /// <summary>What every row of the result begins with, as wide as the panels of the right factor.</summary>
    public T* Start;
    public T* Result;

    public readonly int BlockCount => RowBlocks * Blocks.Count(Right.Panels, BlockColumns);

    private readonly int Panels => Blocks.Count(Shape.Rows, ProductTile<T>.Rows);

    private readonly int RowBlocks => Blocks.Count(Panels, BlockRows);

    // Panels come in pairs.
    private readonly int BlockRows => 2 * Blocks.Even(Blocks.Count(Panels, 2), RowPanels / 2);

    private readonly int BlockColumns => Blocks.Even(Right.Panels, ColumnPanels);

    public readonly void Run(int block)
    {
        var (across, down) = Math.DivRem(block, RowBlocks);
        var (row, rows) = Blocks.Range(down, BlockRows, Panels);
        var (column, columns) = Blocks.Range(across, BlockColumns, Right.Panels);
        var buffer = stackalloc T[LeftPanel<T>.BufferLength];
        for (var step = 0; step < Shape.Depth; step += Shape.Slice)
        {
            for (var i = row; i < row + rows; i++)
            {
                var left = LeftPanel<T>.Open(Shape, Left, i, step, buffer);
                for (var j = column; j < column + columns; j++)
                {
                    AddTile(left, i * ProductTile<T>.Rows, j, step);
                }
            }
        }
    }

    private readonly void AddTile(in LeftPanel<T> left, int row, int panel, int step)
    {
        var column = panel * ProductTile<T>.Wide;
        var (rows, columns) = (Math.Min(ProductTile<T>.Rows, Shape.Rows - row), Math.Min(ProductTile<T>.Wide, Shape.Columns - column));
        var right = Right.At(panel, step);
        var result = Result + Blocks.At(row, Shape.Columns, column);
        if (rows < ProductTile<T>.Rows || columns < ProductTile<T>.Wide)
        {
            AddPart(left, right, step, Start + column, result, rows, columns);
        }
        else if (step == 0)
        {
            ProductTile<T>.AddWide(left, right, Shape.StepsAt(step), Start + column, 0, result, Shape.Columns);
        }
        else
        {
            ProductTile<T>.AddWide(left, right, Shape.StepsAt(step), result, Shape.Columns, result, Shape.Columns);
        }
    }

    // A tile that hangs over the edge of the result is computed beside it.
    private readonly void AddPart(in LeftPanel<T> left, T* right, int step, T* start, T* result, int rows, int columns)
    {
        var tile = stackalloc T[ProductTile<T>.Rows * ProductTile<T>.Wide];
        for (var row = 0; row < rows; row++)
        {
            Copy(step == 0 ? start : result + Blocks.At(row, Shape.Columns, 0), tile + (row * ProductTile<T>.Wide), columns);
        }

        if (columns > ProductTile<T>.Narrow)
        {
            ProductTile<T>.AddWide(left, right, Shape.StepsAt(step), tile, ProductTile<T>.Wide, tile, ProductTile<T>.Wide);
        }
        else
        {
            ProductTile<T>.AddNarrow(left, right, Shape.StepsAt(step), tile, ProductTile<T>.Wide);
        }

        for (var row = 0; row < rows; row++)
        {
            Copy(tile + (row * ProductTile<T>.Wide), result + Blocks.At(row, Shape.Columns, 0), columns);
        }
    }

    private static void Copy(T* from, T* to, int count) => new Span<T>(from, count).CopyTo(new Span<T>(to, count));
}
