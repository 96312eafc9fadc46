using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>Rows of a stored feature family for one pair.</summary>
/// <param name="Table">Table name without schema, such as <c>bqx</c> or <c>reg</c>.</param>
/// <param name="Pair">The pair.</param>
/// <param name="Columns">Feature names, in column order.</param>
/// <param name="Closes">Bar close of each row, ascending.</param>
/// <param name="Values">Row-major, closes × columns.</param>
/// <param name="Origin">
/// Digest of what the values depend on beside bars: the lead-lag graph of <c>cross_pair_lead_lag</c>, the encoder of
/// <c>autoencoder_embeddings</c>; null for the other tables.
/// </param>
public sealed record FeatureTable(
    string Table,
    Pair Pair,
    ImmutableArray<string> Columns,
    ReadOnlyMemory<Minute> Closes,
    ReadOnlyMemory<float> Values,
    Digest? Origin = null);
