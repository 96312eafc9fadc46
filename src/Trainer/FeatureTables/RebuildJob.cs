using System.Buffers;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Trainer.FeatureTables;

/// <summary>
/// Computes feature tables again from the bars of a range, and stores or compares them:
/// <code>
/// 1 where an interrupted one had come to, a stored snapshot, or the segment's start → 2 replay up to the range
/// → 3 rows, half a week at a time → stored, and the engine with them (or compared with what is stored)
/// </code>
/// Bits depend on all bars since the segment's start, so the engine never starts anywhere else.
/// </summary>
internal sealed class RebuildJob(IBarStore bars, IFeatureStore features, IRebuildLog log)
{
    private readonly FeatureEngine _engine = new();

    /// <summary>Stores what the bars give. One that was interrupted goes on when it is asked for again.</summary>
    /// <param name="request">Which rows.</param>
    /// <param name="progress">Hears how many bars every minute has.</param>
    /// <param name="cancellationToken">Stops it; what is stored stays.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there are no bars in the range.</exception>
    public async Task<RebuildResult> RunAsync(RebuildRequest request, Action<int>? progress, CancellationToken cancellationToken)
    {
        var (first, from, to) = await BoundsAsync(request, cancellationToken);
        var id = RebuildRequest.Identify(from, to, request.Pairs);
        var (after, stored, start) = (from - 1, from - 1, RebuildStart.Interruption);
        if (await log.ReadAsync(id, cancellationToken) is { } resumed && _engine.TryLoad(resumed.State))
        {
            after = stored = resumed.Done;
        }
        else
        {
            (after, start) = await StartAsync(first, from, cancellationToken);
        }

        var (minutes, rows) = await ReplayAsync(
            request.Pairs, after, stored, to, progress, (table, _, _, token) => features.StoreAsync(table, token), SaveAsync, cancellationToken);
        await log.RemoveAsync(id, cancellationToken);
        return new RebuildResult(from, to, start, minutes, rows, Differences: null);

        Task SaveAsync(Minute done)
        {
            var state = new ArrayBufferWriter<byte>();
            _engine.Save(state);
            return log.WriteAsync(id, done, state.WrittenMemory, cancellationToken);
        }
    }

    /// <summary>Compares what is stored with what the bars give. Changes nothing.</summary>
    /// <param name="request">Which rows.</param>
    /// <param name="progress">Hears how many bars every minute has.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there are no bars in the range.</exception>
    public async Task<RebuildResult> VerifyAsync(RebuildRequest request, Action<int>? progress, CancellationToken cancellationToken)
    {
        var (first, from, to) = await BoundsAsync(request, cancellationToken);
        var (after, start) = await StartAsync(first, from, cancellationToken);
        var differences = new TableDifferences();
        var (minutes, rows) = await ReplayAsync(
            request.Pairs, after, from - 1, to, progress, CompareAsync, _ => Task.CompletedTask, cancellationToken);
        return new RebuildResult(from, to, start, minutes, rows, differences);

        async Task CompareAsync(FeatureTable table, Minute after, Minute upTo, CancellationToken token) => differences.Compare(
            table, await features.ReadTableAsync(new FeatureTableQuery(table.Table, table.Pair, table.Columns, after, upTo, table.Origin), token));
    }

    private async Task<(Minute First, Minute From, Minute To)> BoundsAsync(RebuildRequest request, CancellationToken cancellationToken)
    {
        var range = await bars.GetRangeAsync(cancellationToken) ?? throw new FaultException(
            Fault.InvalidInput, "There are no bars: load some with 'ingest' or 'synthetic'.");
        var (from, to) = (request.From ?? range.First, request.To ?? range.Last);
        (from, to) = (from < range.First ? range.First : from, to > range.Last ? range.Last : to);
        return from <= to
            ? (range.First, from, to)
            : throw new FaultException(Fault.InvalidInput, $"There are no bars from {from} to {to}: they reach from {range.First} to {range.Last}.");
    }

    // Loads the engine where there is a snapshot; returns the close after which bars are to be replayed.
    private async Task<(Minute After, RebuildStart Start)> StartAsync(Minute first, Minute from, CancellationToken cancellationToken)
    {
        var segment = await SegmentFinder.FindAsync(bars, first, from, cancellationToken);
        if (await features.ReadEngineStateAsync(FeatureCatalogue.Schema.Fingerprint, from - 1, cancellationToken) is { } snapshot
            && snapshot.Close >= segment && _engine.TryLoad(snapshot.State))
        {
            return (snapshot.Close, RebuildStart.Snapshot);
        }

        return (segment - 1, RebuildStart.Segment);
    }

    private async Task<(long Minutes, long Rows)> ReplayAsync(
        IReadOnlyList<Pair> pairs,
        Minute after,
        Minute rowsAfter,
        Minute to,
        Action<int>? progress,
        Func<FeatureTable, Minute, Minute, CancellationToken, Task> take,
        Func<Minute, Task> taken,
        CancellationToken cancellationToken)
    {
        var collected = new FeatureRows(pairs);
        var (minutes, rows, done) = (0L, 0L, rowsAfter);
        await foreach (var minute in bars.ReadAsync(after, to, cancellationToken))
        {
            if (!MarketCalendar.IsOpen(minute.Close))
            {
                continue;
            }

            _engine.Advance(minute.Close, minute.Bars.Span);
            minutes++;
            if (minute.Close > rowsAfter)
            {
                collected.Add(_engine, minute.Close);
                if (collected.IsFull)
                {
                    rows += await TakeAsync(minute.Close);
                    await taken(minute.Close);
                }
            }

            progress?.Invoke(minute.Bars.Length);
        }

        return (minutes, rows + await TakeAsync(to));

        async Task<long> TakeAsync(Minute upTo)
        {
            var from = done;
            done = upTo;
            return await collected.TakeAsync((table, token) => take(table, from, upTo, token), cancellationToken);
        }
    }
}
