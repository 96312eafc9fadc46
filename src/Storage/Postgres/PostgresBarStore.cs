using System.Runtime.CompilerServices;
using Bqx.Core;
using Npgsql;
using NpgsqlTypes;

namespace Bqx.Storage;

/// <summary>Bars as they come in, and history in time order.</summary>
internal sealed class PostgresBarStore(Database database, Leaves leaves, IReads reads) : IBarStore
{
    // An array parameter a column: one plan for any number of rows, at most this many in a statement.
    private const int BatchRows = 4_096;

    private const string Upsert =
        """
        insert into bqx.m1 as old (pair, ts, open, high, low, close, volume, flags)
        select pair::bqx.pair, ts, open, high, low, close, volume, flags
        from unnest($1::text[], $2, $3, $4, $5, $6, $7, $8) as new (pair, ts, open, high, low, close, volume, flags)
        on conflict (pair, ts) do update set open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
            volume = excluded.volume, flags = excluded.flags
        where (old.open, old.high, old.low, old.close, old.volume, old.flags)
            is distinct from (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.flags)
        """;

    internal static readonly string RangeQuery =
        $"select min(ts), max(ts) from ({string.Join(" union all ", Pair.All.SelectMany(pair => new[] { End(pair, "asc"), End(pair, "desc") }))}) ends";

    // Of the lease that this process took last; null = it never took one, and writes unfenced.
    private volatile LeaseFence? _fence;

    private readonly MonthReader _reader = new(reads);

    /// <summary>From now on writes need the lease of this fence.</summary>
    public void Fence(LeaseFence fence) => _fence = fence;

    public async Task WriteAsync(ReadOnlyMemory<Bar> bars, CancellationToken cancellationToken)
    {
        // A key may come twice in one call, but not twice in one statement: the later wins, as if written one after the other.
        var rows = new Dictionary<(Pair, Minute), Bar>(bars.Length);
        foreach (var bar in bars.Span)
        {
            rows[(bar.Pair, bar.Close)] = bar;
        }

        await leaves.EnsureAsync(PartitionedTable.Bars, rows.Keys, cancellationToken);
        await database.RunAsync(connection => WriteAsync(connection, InOrder(rows.Values), cancellationToken), cancellationToken);
    }

    public async IAsyncEnumerable<MinuteBars> ReadAsync(
        Minute? after, Minute? upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var months = await _reader.MonthsAsync(after, upTo, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<MonthBars>? ahead = null;
        try
        {
            for (var i = 0; i < months.Count; i++)
            {
                var current = await (ahead ?? _reader.ReadAsync(months[i], after, upTo, stop.Token));
                ahead = i + 1 < months.Count ? _reader.ReadAsync(months[i + 1], after, upTo, stop.Token) : null;
                foreach (var minute in current.Merge())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return minute;
                }
            }
        }
        finally
        {
            // A reader that stops early leaves a month in flight: end it before its connections go back.
            await stop.CancelAsync();
            if (ahead is not null)
            {
                await ahead.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    public Task<(Minute First, Minute Last)?> GetRangeAsync(CancellationToken cancellationToken) => reads.RunAsync<(Minute, Minute)?>(
        async connection =>
        {
            await using var command = new NpgsqlCommand(RangeQuery, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return reader.IsDBNull(0)
                ? null
                : (Minute.Floor(reader.GetFieldValue<DateTimeOffset>(0)), Minute.Floor(reader.GetFieldValue<DateTimeOffset>(1)));
        },
        cancellationToken);

    // Two writers of the same rows wait for each other, and never in a circle.
    private static List<Bar> InOrder(IEnumerable<Bar> bars) => [.. bars.OrderBy(bar => bar.Pair).ThenBy(bar => bar.Close)];

    // The key's index gives each pair's ends; over the whole table PostgreSQL would read every row.
    private static string End(Pair pair, string order) =>
        $"(select ts from {PartitionedTable.Bars.Of(pair)} where pair = '{pair.Name}' order by ts {order} limit 1)";

    private async Task WriteAsync(NpgsqlConnection connection, List<Bar> bars, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await (_fence?.HoldAsync(connection, cancellationToken) ?? Task.CompletedTask);
        foreach (var batch in bars.Chunk(BatchRows))
        {
            await using var command = new NpgsqlCommand(Upsert, connection);
            Add(command, NpgsqlDbType.Text, batch, bar => bar.Pair.Name);
            Add(command, NpgsqlDbType.TimestampTz, batch, bar => bar.Close.ToDateTime());
            Add(command, NpgsqlDbType.Integer, batch, bar => bar.OpenTicks);
            Add(command, NpgsqlDbType.Integer, batch, bar => bar.HighTicks);
            Add(command, NpgsqlDbType.Integer, batch, bar => bar.LowTicks);
            Add(command, NpgsqlDbType.Integer, batch, bar => bar.CloseTicks);
            Add(command, NpgsqlDbType.Real, batch, bar => bar.Volume);
            Add(command, NpgsqlDbType.Smallint, batch, bar => (short)bar.Flags);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, Bar[] bars, Func<Bar, T> value) =>
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = Array.ConvertAll(bars, bar => value(bar)),
            NpgsqlDbType = NpgsqlDbType.Array | type,
        });
}
