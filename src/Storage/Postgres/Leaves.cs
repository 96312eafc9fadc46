using System.Collections.Concurrent;
using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// The leaves that live writing needs: those of the months written to and, in a month's last day, of the next month.
/// Known ones are remembered: retention drops none that live writing reaches.
/// </summary>
internal sealed class Leaves(Database database)
{
    private const int AheadMinutes = 1_440;

    private readonly ConcurrentDictionary<(string Table, Pair Pair, Month Month), bool> _known = new();

    /// <summary>Creates those that are missing.</summary>
    public async Task EnsureAsync(PartitionedTable table, IEnumerable<(Pair Pair, Minute Close)> rows, CancellationToken cancellationToken)
    {
        var missing = rows
            .SelectMany(row => new[] { (row.Pair, Month.Of(row.Close)), (row.Pair, Month.Of(row.Close + AheadMinutes)) })
            .Distinct()
            .Where(leaf => !_known.ContainsKey((table.Name, leaf.Pair, leaf.Item2)))
            .Order()
            .ToList();
        if (missing.Count == 0)
        {
            return;
        }

        await database.RunAsync(connection => CreateAsync(connection, table, missing, cancellationToken), cancellationToken);
        foreach (var (pair, month) in missing)
        {
            _known[(table.Name, pair, month)] = true;
        }
    }

    /// <summary>Creates those of all pairs for the month of an instant and the next.</summary>
    public async Task EnsureAheadAsync(IEnumerable<PartitionedTable> tables, Minute now, CancellationToken cancellationToken)
    {
        var next = Month.Of(now).Next.Start;
        foreach (var table in tables)
        {
            await EnsureAsync(table, Pair.All.SelectMany(pair => new[] { (pair, now), (pair, next) }), cancellationToken);
        }
    }

    // In order of pair and month, so that two who create the same ones cannot wait for each other in a circle.
    private static async Task CreateAsync(
        NpgsqlConnection connection, PartitionedTable table, List<(Pair Pair, Month Month)> leaves, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var (pair, month) in leaves)
        {
            await Leaf.EnsureAsync(connection, table, pair, month, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
