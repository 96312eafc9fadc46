using System.Collections.Immutable;
using System.Threading.Channels;
using Bqx.Core;

namespace Bqx.Trainer.Reports.Replay;

/// <summary>
/// Computes every vector twice and compares the bits: once as bars come, minute after minute by one engine; once trading day by
/// trading day by another, each from the snapshot before it, beside the first on a core of its own.
/// </summary>
internal sealed class ReplayJob : IDisposable
{
    // Days that wait to be computed again: their bars are held in memory.
    private const int Waiting = 4;

    private readonly DayReplayer _stream = new();
    private readonly List<MinuteBars> _minutes = [];
    private readonly BarHash _bars = new();
    private readonly Channel<ReplayDay> _days = Channel.CreateBounded<ReplayDay>(Waiting);
    private Minute? _first;
    private long _count;

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there are no bars.</exception>
    public async Task<ReplayReport> RunAsync(MinuteSource source, Action<int> progress, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var repeated = Task.Run(() => RepeatAsync(stop.Token), CancellationToken.None);
        try
        {
            var last = await StreamAsync(source, progress, stop.Token);
            _days.Writer.Complete();
            return new ReplayReport(source.Name, _bars.Finish(), _first!.Value, last, _count, await repeated);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(repeated);
        }
    }

    public void Dispose() => _bars.Dispose();

    // Returns the last minute.
    private async Task<Minute> StreamAsync(MinuteSource source, Action<int> progress, CancellationToken cancellationToken)
    {
        Minute? last = null;
        await foreach (var minute in source.Minutes.WithCancellation(cancellationToken))
        {
            if (!MarketCalendar.IsOpen(minute.Close))
            {
                continue;
            }

            if (last is { } before && DayOf(before) < DayOf(minute.Close))
            {
                await EndDayAsync(cancellationToken);
            }

            _minutes.Add(minute);
            _bars.Add(minute.Bars.Span);
            (_first, last) = (_first ?? minute.Close, minute.Close);
            _count++;
            progress(minute.Bars.Length);
        }

        await EndDayAsync(cancellationToken);
        return last ?? throw new FaultException(Fault.InvalidInput, $"{source.Name} hold no bars.");
    }

    private async Task EndDayAsync(CancellationToken cancellationToken)
    {
        if (_minutes.Count == 0)
        {
            return;
        }

        var before = _stream.Snapshot.ToArray();
        var day = new ReplayDay(before, [.. _minutes], _stream.Continue(_minutes));
        _minutes.Clear();
        await _days.Writer.WriteAsync(day, cancellationToken);
    }

    private async Task<ImmutableArray<ReplayMonth>> RepeatAsync(CancellationToken cancellationToken)
    {
        var replayer = new DayReplayer();
        var results = new List<(DateOnly Month, DayResult Result, bool Same)>();
        await foreach (var day in _days.Reader.ReadAllAsync(cancellationToken))
        {
            var close = day.Minutes[^1].Close.ToDateTime();
            results.Add((new DateOnly(close.Year, close.Month, 1), day.Result, replayer.Repeat(day) == day.Result));
        }

        return [.. results.GroupBy(day => day.Month).Select(month => new ReplayMonth(
            month.Key,
            month.Count(),
            month.Sum(day => day.Result.Vectors),
            Digest.Of([.. month.SelectMany(day => day.Result.Values.Bytes.ToArray())]),
            month.Count(day => !day.Same)))];
    }

    private static int DayOf(Minute close) => MarketCalendar.NumberOf(close) / MarketCalendar.MinutesPerDay;
}
