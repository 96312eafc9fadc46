using Bqx.Core;
using Bqx.Features;
using Bqx.Trainer.Reports;

namespace Bqx.Trainer.Exports;

/// <summary>
/// Replays bars through the engine and writes the vectors by pair and month. An interrupted export leaves whole files only;
/// the next one keeps them.
/// </summary>
internal sealed class ExportJob(ExportRequest request) : IDisposable
{
    private readonly FeatureEngine _engine = new();
    private readonly BarHash _hash = new();
    private readonly float[] _vector = new float[FeatureCatalogue.Schema.Count];
    private readonly Dictionary<Pair, MonthExport> _open = [];
    private DateTime _month;

    /// <param name="source">Bars of all pairs.</param>
    /// <param name="progress">Hears how many bars every minute has.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: a file cannot be written.</exception>
    public async Task<ExportResult> RunAsync(MinuteSource source, Action<int> progress, CancellationToken cancellationToken)
    {
        var result = default(ExportResult);
        await foreach (var minute in source.Minutes.WithCancellation(cancellationToken))
        {
            if (!MarketCalendar.IsOpen(minute.Close))
            {
                continue;
            }

            if (minute.Close > request.UpTo)
            {
                break;
            }

            result += StartMonth(minute.Close);
            _engine.Advance(minute.Close, minute.Bars.Span);
            _hash.Add(minute.Bars.Span);
            if (!(minute.Close <= request.After))
            {
                Collect(minute.Close);
            }

            progress(minute.Bars.Length);
        }

        return result + SaveAll();
    }

    public void Dispose()
    {
        foreach (var month in _open.Values)
        {
            month.Dispose();
        }

        _hash.Dispose();
    }

    private ExportResult StartMonth(Minute close)
    {
        var at = close.ToDateTime();
        var month = new DateTime(at.Year, at.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        var result = month != _month ? SaveAll() : default;
        _month = month;
        return result;
    }

    private void Collect(Minute close)
    {
        foreach (var pair in request.Pairs)
        {
            if (!_engine.TryRead(pair, _vector))
            {
                continue;
            }

            if (!_open.TryGetValue(pair, out var month))
            {
                _open[pair] = month = new MonthExport(request.Folder, pair, _month);
            }

            month.Add(close, _engine.LastCloseTicks(pair), _engine.Status(pair).Flags, _vector);
        }
    }

    private ExportResult SaveAll()
    {
        var bars = _hash.Current;
        var results = _open.Values.AsParallel().Select(month => month.Save(bars)).ToList();
        foreach (var month in _open.Values)
        {
            month.Dispose();
        }

        _open.Clear();
        return results.Aggregate(default(ExportResult), (sum, result) => sum + result);
    }
}
