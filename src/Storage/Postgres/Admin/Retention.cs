using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// Drops whole months that lie before the window. The window ends with the month of the last stored bar, not with today: where bars have
/// stopped coming, nothing goes.
/// </summary>
internal sealed class Retention(Database database, PostgresBarStore bars)
{
    /// <summary>What would be dropped, the oldest first.</summary>
    public async Task<IReadOnlyList<DroppedPartition>> PlanAsync(RetentionOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        if (await bars.GetRangeAsync(cancellationToken) is not { } range)
        {
            return [];
        }

        var last = Month.Of(range.Last);
        return await database.RunAsync<IReadOnlyList<DroppedPartition>>(
            async connection =>
            {
                var dropped = new List<DroppedPartition>();
                foreach (var table in PartitionedTable.All)
                {
                    if (MonthsOf(table, options) is { } kept)
                    {
                        var first = last.Plus(1 - kept);
                        dropped.AddRange(
                            from leaf in await Leaf.ListAsync(connection, table, cancellationToken)
                            where leaf.Month.CompareTo(first) < 0
                            select new DroppedPartition(table.Name, leaf.Pair, $"{leaf.Month}", leaf.Bytes));
                    }
                }

                return [.. dropped.OrderBy(leaf => leaf.Month, StringComparer.Ordinal).ThenBy(leaf => leaf.Pair)];
            },
            cancellationToken);
    }

    /// <summary>
    /// Drops, a leaf a transaction: each locks its pair's table for the moment that it takes, and what has been dropped stays so when
    /// a later one fails.
    /// </summary>
    public async Task<IReadOnlyList<DroppedPartition>> ApplyAsync(RetentionOptions options, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(options, cancellationToken);
        await database.RunAsync(
            async connection =>
            {
                foreach (var leaf in plan)
                {
                    await using var drop = new NpgsqlCommand(
                        $"drop table if exists bqx.{leaf.Table}_{leaf.Pair.Name.ToLowerInvariant()}_{leaf.Month}", connection);
                    await drop.ExecuteNonQueryAsync(cancellationToken);
                }
            },
            cancellationToken);
        return plan;
    }

    private static int? MonthsOf(PartitionedTable table, RetentionOptions options) =>
        table == PartitionedTable.Bars ? options.Bars : table == PartitionedTable.Predictions ? options.Predictions : options.Features;

    private static void Check(RetentionOptions options)
    {
        foreach (var months in new[] { options.Bars, options.Features, options.Predictions })
        {
            if (months < RetentionOptions.Fewest)
            {
                throw new FaultException(Fault.InvalidInput, $"{months} months cannot be kept: {RetentionOptions.Fewest} are the fewest.");
            }
        }
    }
}
