using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>Rows of a stored feature family for one pair.</summary>
/// <param name="Table">Table name without schema, such as <c>bqx</c> or <c>reg</c>.</param>
/// <param name="Pair">The pair.</param>
/// <param name="Columns">Feature names, in column order.</param>
/// <param name="Closes">Bar close of each row, ascending.</param>
/// <param name="Values">Row-major, closes × columns.</param>
public sealed record FeatureTable(
    string Table,
    Pair Pair,
    ImmutableArray<string> Columns,
    ReadOnlyMemory<Minute> Closes,
    ReadOnlyMemory<float> Values);
