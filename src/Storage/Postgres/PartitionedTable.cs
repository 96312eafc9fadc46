using System.Collections.Immutable;
using System.Globalization;
using Bqx.Core;

namespace Bqx.Storage;

/// <summary>A table of schema <c>bqx</c>, partitioned by pair and month, with pair and ts first among its columns and in its key.</summary>
/// <param name="Name">Name without the schema; a plain identifier.</param>
/// <param name="Key">Columns of the primary key.</param>
/// <param name="Origin">Column with the digest of what the values depend on beside bars; null where they depend on nothing else.</param>
/// <param name="IsFixed">Whether its columns are those of the migration, and none is added.</param>
internal sealed record PartitionedTable(string Name, string Key = "pair, ts", string? Origin = null, bool IsFixed = false)
{
    public static readonly PartitionedTable Bars = new("m1");

    public static readonly PartitionedTable Predictions = new("prediction", "pair, ts, model, version, target");

    /// <summary>Those of features and embeddings.</summary>
    public static readonly ImmutableArray<PartitionedTable> Features =
    [
        new("bqx"),
        new("reg"),
        new("cross_pair_momentum"),
        new("cross_pair_volatility"),
        new("cross_pair_correlation_drift"),
        new("cross_pair_lead_lag", Origin: "graph"),
        new("autoencoder_embeddings", Origin: "encoder", IsFixed: true),
    ];

    /// <summary>All.</summary>
    public static readonly ImmutableArray<PartitionedTable> All = [Bars, .. Features, Predictions];

    /// <summary>The feature table of a name.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there is none.</exception>
    public static PartitionedTable Feature(string name) => Features.FirstOrDefault(table => table.Name == name) ?? throw new FaultException(
        Fault.InvalidInput,
        $"'{FaultException.Excerpt(name)}' is not a feature table: use one of {string.Join(", ", Features.Select(table => table.Name))}.");

    /// <summary>The table of a pair, such as <c>bqx.m1_eurusd</c>.</summary>
    public string Of(Pair pair) => $"bqx.{Name}_{pair.Name.ToLowerInvariant()}";

    /// <summary>The leaf of a pair and month, such as <c>bqx.m1_eurusd_2017_01</c>.</summary>
    public string Of(Pair pair, Month month) => $"{Of(pair)}_{month}";

    /// <summary>Reads the name of a leaf, without the schema.</summary>
    public bool TryParse(string leaf, out Pair pair, out Month month)
    {
        pair = default;
        month = default;
        var parts = leaf.StartsWith(Name + "_") ? leaf[(Name.Length + 1)..].Split('_') : [];
        if (parts.Length != 3 || !Pair.TryParse(parts[0], out pair)
            || !int.TryParse(parts[1], NumberStyles.None, null, out var year)
            || !int.TryParse(parts[2], NumberStyles.None, null, out var number))
        {
            return false;
        }

        month = new Month(year, number);
        return true;
    }

    public override string ToString() => $"bqx.{Name}";
}
