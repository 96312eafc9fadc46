using System.Buffers;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Trainer.FeatureTables;

/// <summary>
/// Replays bars through the engine and stores what it finds:
/// <code>
/// 1 snapshot, or the first bar → 2 replay → 3 rows of the last days → the feature tables
///                                         → 4 snapshots at the ends of the last three days, latest vectors
/// </code>
/// </summary>
internal sealed class ComputeJob(IBarStore bars, IFeatureStore features, TimeProvider clock)
{
    /// <summary>Snapshots stored: as many as the store keeps.</summary>
    private const int SnapshotDays = 3;

    private readonly FeatureEngine _engine = new();
    private readonly FeatureRows _rows = new(Pair.All);

    /// <param name="days">Trading days to store, the last one included.</param>
    /// <param name="progress">Hears how many bars every minute has.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there are no bars.</exception>
    public async Task<ComputeResult> RunAsync(int days, Action<int>? progress, CancellationToken cancellationToken)
    {
        var (first, last) = await bars.GetRangeAsync(cancellationToken) ?? throw new FaultException(
            Fault.InvalidInput, "There are no bars: load some with 'ingest' or 'synthetic'.");
        var from = MarketCalendar.CloseOf(
            Math.Max(MarketCalendar.NumberAtOrBefore(last) - (days * MarketCalendar.MinutesPerDay), MarketCalendar.NumberAtOrBefore(first) - 1));
        var after = await RestoreAsync(from, cancellationToken);
        var (minutes, rows) = (0L, 0L);
        await foreach (var minute in bars.ReadAsync(after, last, cancellationToken))
        {
            if (!MarketCalendar.IsOpen(minute.Close))
            {
                continue;
            }

            if (DayOf(minute.Close) > DayOf(last) - SnapshotDays + 1 && _engine.Close is { } before && DayOf(before) < DayOf(minute.Close))
            {
                await StoreStateAsync(before, cancellationToken);
            }

            _engine.Advance(minute.Close, minute.Bars.Span);
            minutes++;
            if (minute.Close > from)
            {
                _rows.Add(_engine, minute.Close);
                rows += _rows.IsFull ? await FlushAsync(cancellationToken) : 0;
            }

            progress?.Invoke(minute.Bars.Length);
        }

        rows += await FlushAsync(cancellationToken);
        if (_engine.Close is { } end)
        {
            await StoreStateAsync(end, cancellationToken);
            await features.WriteLatestAsync([.. LatestVectors(end)], cancellationToken);
        }

        return new ComputeResult(minutes, rows, from, last, after is not null);
    }

    private async Task<Minute?> RestoreAsync(Minute from, CancellationToken cancellationToken)
    {
        if (await features.ReadEngineStateAsync(FeatureCatalogue.Schema.Fingerprint, from, cancellationToken) is { } stored
            && _engine.TryLoad(stored.State))
        {
            return stored.Close;
        }

        return null;
    }

    private Task<long> FlushAsync(CancellationToken cancellationToken) => _rows.TakeAsync(features.StoreAsync, cancellationToken);

    private Task StoreStateAsync(Minute close, CancellationToken cancellationToken)
    {
        var state = new ArrayBufferWriter<byte>();
        _engine.Save(state);
        return features.WriteEngineStateAsync(close, FeatureCatalogue.Schema.Fingerprint, state.WrittenMemory, cancellationToken);
    }

    private IEnumerable<FeatureVector> LatestVectors(Minute close)
    {
        foreach (var pair in Pair.All)
        {
            var values = new float[FeatureCatalogue.Schema.Count];
            if (_engine.TryRead(pair, values))
            {
                yield return new FeatureVector(
                    pair, close, FeatureCatalogue.Schema.Fingerprint, _engine.Status(pair).Flags, values, clock.GetUtcNow());
            }
        }
    }

    private static int DayOf(Minute close) => MarketCalendar.NumberAtOrBefore(close) / MarketCalendar.MinutesPerDay;
}
