using Bqx.Core;

namespace Bqx.Storage;

/// <summary>Loads a pair's bars month by month. Calls for different pairs may run at the same time.</summary>
internal sealed class PostgresBarLoader(Database database) : IBarBulkLoader
{
    private readonly LeafLoader _loader = new(database, PartitionedTable.Bars, BarColumns.All);

    public async Task<long> LoadAsync(Pair pair, IAsyncEnumerable<Bar> bars, CancellationToken cancellationToken)
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
                changed += await FlushAsync(pair, month, rows, cancellationToken);
                month = Month.Of(bar.Close);
                end = month.Next.Start;
            }

            BarColumns.Write(rows, bar);
        }

        return changed + await FlushAsync(pair, month, rows, cancellationToken);
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

    private async Task<long> FlushAsync(Pair pair, Month month, CopyBuffer rows, CancellationToken cancellationToken)
    {
        var changed = rows.Rows == 0 ? 0 : await _loader.LoadAsync(pair, month, rows, cancellationToken);
        rows.Clear();
        return changed;
    }
}
