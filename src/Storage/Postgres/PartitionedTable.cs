using Bqx.Core;

namespace Bqx.Storage;

/// <summary>A table of schema <c>bqx</c>, partitioned by pair and month, with key (pair, ts) first among its columns.</summary>
/// <param name="Name">Name without the schema; a plain identifier.</param>
internal sealed record PartitionedTable(string Name)
{
    public static readonly PartitionedTable Bars = new("m1");

    public static readonly PartitionedTable Predictions = new("prediction");

    /// <summary>The table of a pair, such as <c>bqx.m1_eurusd</c>.</summary>
    public string Of(Pair pair) => $"bqx.{Name}_{pair.Name.ToLowerInvariant()}";

    /// <summary>The leaf of a pair and month, such as <c>bqx.m1_eurusd_2017_01</c>.</summary>
    public string Of(Pair pair, Month month) => $"{Of(pair)}_{month}";

    public override string ToString() => $"bqx.{Name}";
}
