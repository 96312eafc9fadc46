using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bqx.Core;
using Bqx.Learning.Splits;

namespace Bqx.Learning.Datasets;

/// <summary>
/// Labelled rows of all pairs in time order: raw features as float32, what each says of every target, and a <see cref="Sample"/> each.
/// Written by its builder only, then read by any thread.
/// </summary>
public sealed class TrainingMatrix
{
    private static readonly int TargetFloats = Unsafe.SizeOf<TargetValues>() / sizeof(float);
    private readonly RowLayout _layout;
    private readonly RowChunks _features;
    private readonly RowChunks _targets;
    private readonly List<Sample> _samples = [];

    internal TrainingMatrix(RowLayout layout)
    {
        _layout = layout;
        _features = new RowChunks(layout.Width);
        _targets = new RowChunks(layout.Targets.Length * TargetFloats);
    }

    /// <summary>Schema of the features.</summary>
    public FeatureSchema Schema => _layout.Schema;

    /// <summary>What is predicted.</summary>
    public ImmutableArray<Target> Targets => _layout.Targets;

    /// <summary>Lead-lag graphs by which rows can be read.</summary>
    public ImmutableArray<LeadLagGraph> Graphs => _layout.Graphs;

    /// <summary>How many rows there are.</summary>
    public int Rows => _samples.Count;

    /// <summary>Features in a row.</summary>
    public int Columns => Schema.Count;

    /// <summary>What is known of a row beside its features; its labels are those of <see cref="DatasetOptions.Target"/>.</summary>
    public Sample this[int row] => _samples[row];

    /// <summary>BQX of a target as it came, raw units.</summary>
    public float Label(int row, int target) => ValuesOf(row)[target].Label;

    /// <summary>The martingale forecast of it, raw units.</summary>
    public float Martingale(int row, int target) => ValuesOf(row)[target].Martingale;

    /// <summary>BQX over the target's window at the row's own minute, raw units.</summary>
    public float Persistence(int row, int target) => ValuesOf(row)[target].Persistence;

    /// <summary>Writes the raw features of a row, the lead-lag family by a graph.</summary>
    /// <param name="row">The row.</param>
    /// <param name="graph">Index in <see cref="Graphs"/>.</param>
    /// <param name="features">At least <see cref="Columns"/> long.</param>
    public void Read(int row, int graph, Span<float> features) => _layout.Read(_features[row], graph, features);

    /// <summary>One raw feature of a row.</summary>
    public float Value(int row, int graph, int column) => _features[row][_layout.Position(graph, column)];

    /// <summary>Copies the raw features of consecutive rows into one array, row-major.</summary>
    public float[] Copy(RowRange range, int graph)
    {
        var copy = new float[range.Count * Columns];
        for (var i = 0; i < range.Count; i++)
        {
            Read(range.First + i, graph, copy.AsSpan(i * Columns));
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
    /// <param name="sample">What is known of it.</param>
    /// <param name="targets">What it says of each target.</param>
    /// <param name="stored">Its features by all graphs.</param>
    internal void Add(in Sample sample, ReadOnlySpan<TargetValues> targets, ReadOnlySpan<float> stored)
    {
        if (Rows > 0 && sample.Number < _samples[^1].Number)
        {
            throw new ArgumentException($"Row of minute {sample.Number} after one of minute {_samples[^1].Number}.", nameof(sample));
        }

        _features.Add(stored);
        _targets.Add(MemoryMarshal.Cast<TargetValues, float>(targets));
        _samples.Add(sample);
    }

    private ReadOnlySpan<TargetValues> ValuesOf(int row) => MemoryMarshal.Cast<float, TargetValues>(_targets[row]);

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
