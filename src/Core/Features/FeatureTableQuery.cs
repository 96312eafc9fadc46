using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>Asks for stored rows of a feature table of one pair, with after &lt; close ≤ upTo.</summary>
/// <param name="Table">Table name without schema.</param>
/// <param name="Pair">The pair.</param>
/// <param name="Columns">Feature names, in the order wanted.</param>
/// <param name="After">Close before the first row.</param>
/// <param name="UpTo">Close of the last row.</param>
/// <param name="Origin">Takes only rows of this origin; see <see cref="FeatureTable.Origin"/>.</param>
public sealed record FeatureTableQuery(
    string Table,
    Pair Pair,
    ImmutableArray<string> Columns,
    Minute After,
    Minute UpTo,
    Digest? Origin = null);
