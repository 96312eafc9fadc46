namespace Bqx.Learning.Datasets;

/// <summary>Rows of equally many floats, in chunks: it grows without copying, and no array is larger than a chunk.</summary>
internal sealed class RowChunks(int width)
{
    private const int ChunkRows = 4096;
    private readonly List<float[]> _chunks = [];

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>A row.</summary>
    public ReadOnlySpan<float> this[int row] => At(row);

    /// <summary>Appends a row.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        if (values.Length != width)
        {
            throw new ArgumentException($"A row of {values.Length} values among rows of {width}.", nameof(values));
        }

        if (Count == _chunks.Count * ChunkRows)
        {
            _chunks.Add(new float[ChunkRows * width]);
        }

        values.CopyTo(At(Count));
        Count++;
    }

    private Span<float> At(int row) => _chunks[row / ChunkRows].AsSpan(row % ChunkRows * width, width);
}
