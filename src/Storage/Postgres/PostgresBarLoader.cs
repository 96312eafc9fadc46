using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>Loads a pair's bars month by month. Calls for different pairs may run at the same time.</summary>
internal sealed class PostgresBarLoader(Database database) : IBarBulkLoader
{
    private readonly LeafLoader _loader = new(database, PartitionedTable.Bars, BarColumns.All);

    public Task<long> LoadAsync(Pair pair, IAsyncEnumerable<Bar> bars, CancellationToken cancellationToken) =>
        LoadAsync(pair, bars, commit: null, cancellationToken);

    /// <summary>The same.</summary>
    /// <param name="pair">Pair of all bars.</param>
    /// <param name="bars">Ascending by close.</param>
    /// <param name="commit">What is to be committed with each month's bars, given its last close and the number of new or changed rows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<long> LoadAsync(
        Pair pair, IAsyncEnumerable<Bar> bars, Func<NpgsqlConnection, Minute, long, Task>? commit, CancellationToken cancellationToken)
    {
        var changed = 0L;
        var rows = new CopyBuffer();
        var month = default(Month);
        var end = new Minute(int.MinValue);
        var last = end;
        await foreach (var bar in bars.WithCancellation(cancellationToken))
        {
            Check(pair, bar, last);
            last = bar.Close;
            if (bar.Close >= end)
            {
                changed += await FlushAsync(pair, month, rows, commit, cancellationToken);
                month = Month.Of(bar.Close);
                end = month.Next.Start;
            }

            BarColumns.Write(rows, bar);
        }

        return changed + await FlushAsync(pair, month, rows, commit, cancellationToken);
    }

    private static void Check(Pair pair, in Bar bar, Minute last)
    {
        if (bar.Pair != pair)
        {
            throw new FaultException(Fault.InvalidInput, $"A bar of {bar.Pair} came among those of {pair}.");
        }

        if (bar.Close <= last)
        {
            throw new FaultException(
                Fault.InvalidInput, $"The bar of {pair} at {bar.Close} came after the one at {last}: bars must be ascending by close.");
        }
    }

    private async Task<long> FlushAsync(
        Pair pair, Month month, CopyBuffer rows, Func<NpgsqlConnection, Minute, long, Task>? commit, CancellationToken cancellationToken)
    {
        if (rows.Rows == 0)
        {
            return 0;
        }

        var (first, last) = (rows.First, rows.Last);
        var changed = await _loader.LoadAsync(pair, month, rows, CommitAsync, cancellationToken);
        rows.Clear();
        return changed;

        async Task CommitAsync(NpgsqlConnection connection, long count)
        {
            if (count > 0)
            {
                await PostgresBarChanges.RecordAsync(connection, first, cancellationToken);
            }

            await (commit?.Invoke(connection, last, count) ?? Task.CompletedTask);
        }
    }
}
