using Bqx.Core;
using Bqx.Features;

namespace Bqx.Server.Predictions;

/// <summary>What the models read: the features of all pairs at one bar close. Immutable once built.</summary>
internal sealed class FeatureFrame
{
    private readonly float[] _values;
    private readonly FeatureStatus[] _statuses;
    private readonly double[] _prices;
    private readonly LeadLagMinutes? _leadLag;

    /// <param name="close">The bar close.</param>
    /// <param name="schema">Schema of the values.</param>
    /// <param name="values">28 rows in pair order; rows of incomplete vectors are zero.</param>
    /// <param name="statuses">By pair index.</param>
    /// <param name="prices">Last close by pair index, units of the quote currency; 0 where there is none.</param>
    /// <param name="leadLag">What the rows of other lead-lag graphs are made of; null: of the default graph alone can rows be had.</param>
    public FeatureFrame(
        Minute close, FeatureSchema schema, float[] values, FeatureStatus[] statuses, double[] prices, LeadLagMinutes? leadLag = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Pair.Count * schema.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(statuses.Length, Pair.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(prices.Length, Pair.Count);
        Close = close;
        Schema = schema;
        _values = values;
        _statuses = statuses;
        _prices = prices;
        _leadLag = leadLag;
    }

    private LeadLagMinutes LeadLag =>
        _leadLag ?? throw new InvalidOperationException("The frame was built for the default lead-lag graph alone.");

    public Minute Close { get; }

    public FeatureSchema Schema { get; }

    /// <summary>All 28 rows, made with the default lead-lag graph.</summary>
    public ReadOnlyMemory<float> Values => _values;

    /// <summary>Reads the present state of an engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="close">Its last minute.</param>
    /// <param name="flags">Flags that all vectors have besides their own.</param>
    public static FeatureFrame Read(FeatureEngine engine, Minute close, VectorFlags flags = VectorFlags.None)
    {
        var schema = FeatureCatalogue.Schema;
        var values = new float[Pair.Count * schema.Count];
        var statuses = new FeatureStatus[Pair.Count];
        var prices = new double[Pair.Count];
        foreach (var pair in Pair.All)
        {
            var status = engine.Status(pair);
            statuses[pair.Index] = status with { Flags = status.Flags | flags };
            prices[pair.Index] = (double)engine.LastCloseTicks(pair) / pair.TicksPerUnit;
            engine.TryRead(pair, values.AsSpan(pair.Index * schema.Count, schema.Count));
        }

        return new FeatureFrame(close, schema, values, statuses, prices, engine.ReadLeadLag());
    }

    /// <summary>Writes all 28 rows as a graph makes them.</summary>
    public void CopyTo(Span<float> rows, LeadLagGraph graph)
    {
        _values.CopyTo(rows);
        foreach (var pair in Pair.All)
        {
            if (Status(pair).IsComplete)
            {
                LeadLag.Write(pair, rows.Slice(pair.Index * Schema.Count, Schema.Count), graph);
            }
        }
    }

    /// <summary>Writes the row of a pair, which is complete, as a graph makes it.</summary>
    public void CopyTo(Pair pair, Span<float> row, LeadLagGraph graph)
    {
        Row(pair).Span.CopyTo(row);
        if (graph.Digest != LeadLagGraph.Default.Digest)
        {
            LeadLag.Write(pair, row, graph);
        }
    }

    /// <summary>Whether a pair's vector is complete, and its flags.</summary>
    public FeatureStatus Status(Pair pair) => _statuses[pair.Index];

    /// <summary>Last close of a pair.</summary>
    public double Price(Pair pair) => _prices[pair.Index];

    /// <summary>A pair's row, made with the default lead-lag graph.</summary>
    public ReadOnlyMemory<float> Row(Pair pair) => _values.AsMemory(pair.Index * Schema.Count, Schema.Count);

    /// <summary>The complete vectors, for the stores: those of the default lead-lag graph.</summary>
    public IReadOnlyList<FeatureVector> ToVectors(DateTimeOffset writtenAt) =>
    [
        .. from pair in Pair.All
           where Status(pair).IsComplete
           select new FeatureVector(pair, Close, Schema.Fingerprint, Status(pair).Flags, Row(pair), writtenAt),
    ];
}
