using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Learning.Datasets;

/// <summary>
/// What a row holds: the vector by the first graph, then the lead-lag block (X4) by each other graph, as graphs change nothing else.
/// </summary>
internal sealed class RowLayout
{
    private readonly int _blockStart;
    private readonly int _blockLength;

    private RowLayout(
        FeatureSchema schema, ImmutableArray<Target> targets, ImmutableArray<LeadLagGraph> graphs, int blockStart, int blockLength)
    {
        (Schema, Targets, Graphs) = (schema, targets, graphs);
        (_blockStart, _blockLength) = (blockStart, blockLength);
    }

    public FeatureSchema Schema { get; }

    public ImmutableArray<Target> Targets { get; }

    public ImmutableArray<LeadLagGraph> Graphs { get; }

    /// <summary>Values in a stored row.</summary>
    public int Width => Schema.Count + ((Graphs.Length - 1) * _blockLength);

    /// <summary>Rows of the engine's vectors.</summary>
    public static RowLayout Of(DatasetOptions options)
    {
        var block = FeatureCatalogue.NamesOf(FeatureFamily.LeadLag);
        var start = FeatureCatalogue.Schema.IndexOf(block[0]);
        return new RowLayout(FeatureCatalogue.Schema, options.Targets, options.Graphs, start, block.Length);
    }

    /// <summary>Rows of any vectors, by the default graph only.</summary>
    public static RowLayout Of(FeatureSchema schema, params ImmutableArray<Target> targets) =>
        new(schema, targets, [LeadLagGraph.Default], 0, 0);

    /// <summary>The engine's vector of a pair, by all graphs; false while history is lacking.</summary>
    public bool TryRead(FeatureEngine engine, Pair pair, Span<float> stored)
    {
        if (!engine.TryRead(pair, stored, Graphs[0]))
        {
            return false;
        }

        Span<float> vector = stackalloc float[Schema.Count];
        for (var graph = 1; graph < Graphs.Length; graph++)
        {
            engine.TryRead(pair, vector, Graphs[graph]);
            vector.Slice(_blockStart, _blockLength).CopyTo(stored[Extra(graph)..]);
        }

        return true;
    }

    /// <summary>The vector by a graph.</summary>
    public void Read(ReadOnlySpan<float> stored, int graph, Span<float> features)
    {
        stored[..Schema.Count].CopyTo(features);
        if (Check(graph) > 0)
        {
            stored.Slice(Extra(graph), _blockLength).CopyTo(features[_blockStart..]);
        }
    }

    /// <summary>Where in a stored row a feature by a graph lies.</summary>
    public int Position(int graph, int column)
    {
        var inBlock = column - _blockStart;
        return Check(graph) > 0 && inBlock >= 0 && inBlock < _blockLength ? Extra(graph) + inBlock : column;
    }

    private int Extra(int graph) => Schema.Count + ((graph - 1) * _blockLength);

    private int Check(int graph)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(graph);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(graph, Graphs.Length);
        return graph;
    }
}
