using Bqx.Core;
using Bqx.Learning.Splits;

namespace Bqx.Learning.Datasets;

/// <summary>
/// Labelled rows in time order: raw features as float32, in chunks so that it grows without copying, and a <see cref="Sample"/> each.
/// Written by its builder only, then read by any thread.
/// </summary>
public sealed class TrainingMatrix(FeatureSchema schema)
{
    private const int ChunkRows = 4096;
    private readonly List<float[]> _chunks = [];
    private readonly List<Sample> _samples = [];

    /// <summary>Schema of the features.</summary>
    public FeatureSchema Schema => schema;

    /// <summary>How many rows there are.</summary>
    public int Rows => _samples.Count;

    /// <summary>Features in a row.</summary>
    public int Columns => schema.Count;

    /// <summary>What is known of a row beside its features.</summary>
    public Sample this[int row] => _samples[row];

    /// <summary>Raw features of a row.</summary>
    public ReadOnlySpan<float> Features(int row) => _chunks[row / ChunkRows].AsSpan(row % ChunkRows * Columns, Columns);

    /// <summary>Copies consecutive rows into one array, row-major.</summary>
    public float[] Copy(RowRange range)
    {
        var copy = new float[range.Count * Columns];
        for (var i = 0; i < range.Count; i++)
        {
            Features(range.First + i).CopyTo(copy.AsSpan(i * Columns));
        }

        return copy;
    }

    /// <summary>The rows whose minute lies in a block: consecutive, as rows are in time order.</summary>
    public RowRange RowsIn(MinuteRange block)
    {
        var first = LowerBound(block.First);
        return new RowRange(first, LowerBound(block.Last + 1) - first);
    }

    /// <summary>Appends a row that is not earlier than the last.</summary>
    internal void Add(in Sample sample, ReadOnlySpan<float> features)
    {
        if (Rows > 0 && sample.Number < _samples[^1].Number)
        {
            throw new ArgumentException($"Row of minute {sample.Number} after one of minute {_samples[^1].Number}.", nameof(sample));
        }

        if (Rows == _chunks.Count * ChunkRows)
        {
            _chunks.Add(new float[ChunkRows * Columns]);
        }

        features.CopyTo(_chunks[Rows / ChunkRows].AsSpan(Rows % ChunkRows * Columns, Columns));
        _samples.Add(sample);
    }

    private int LowerBound(int number)
    {
        var (low, high) = (0, Rows);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _samples[middle].Number < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
