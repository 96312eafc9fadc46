using Bqx.Core;
using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Reports;

/// <summary>Runs the martingale forecast over all bars: closes on market minutes, filled and cut into segments as the engine does.</summary>
internal sealed class MartingaleJob
{
    private readonly List<int[]>[] _segments = [.. Pair.All.Select(_ => new List<int[]>())];
    private readonly List<int>[] _closes = [.. Pair.All.Select(_ => new List<int>())];

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there are no bars.</exception>
    public async Task<MartingaleReport> RunAsync(MinuteSource source, Action<int> progress, CancellationToken cancellationToken)
    {
        (Minute First, Minute Last)? range = null;
        var segments = 0;
        await foreach (var minute in source.Minutes.WithCancellation(cancellationToken))
        {
            if (MarketCalendar.IsOpen(minute.Close))
            {
                segments += Take(minute, range?.Last) ? 1 : 0;
                range = (range?.First ?? minute.Close, minute.Close);
                progress(minute.Bars.Length);
            }
        }

        EndSegment();
        var (first, last) = range ?? throw new FaultException(Fault.InvalidInput, $"{source.Name} hold no bars.");
        return new MartingaleReport(
            source.Name,
            first,
            last,
            segments,
            [.. MartingaleReference.Targets.Select(target => new MartingaleRow(
                target, [.. Pair.All.Select(pair => MartingaleCheck.Run(_segments[pair.Index], target))]))],
            [.. Pair.All.Select(pair => SignCheck.Run(_segments[pair.Index]))]);
    }

    // Returns whether a segment starts.
    private bool Take(MinuteBars minute, Minute? before)
    {
        var silent = before is { } last ? MarketCalendar.NumberOf(minute.Close) - MarketCalendar.NumberOf(last) - 1 : 0;
        var starts = before is null || silent > MarketCalendar.LongestGap;
        if (starts)
        {
            EndSegment();
            silent = 0;
        }

        Span<int> closes = stackalloc int[Pair.Count];
        foreach (ref readonly var bar in minute.Bars.Span)
        {
            closes[bar.Pair.Index] = bar.CloseTicks;
        }

        for (var pair = 0; pair < Pair.Count; pair++)
        {
            Append(_closes[pair], silent, closes[pair]);
        }

        return starts;
    }

    private static void Append(List<int> closes, int silent, int close)
    {
        for (var i = 0; i < silent && closes.Count > 0; i++)
        {
            closes.Add(closes[^1]);
        }

        if (close > 0 || closes.Count > 0)
        {
            closes.Add(close > 0 ? close : closes[^1]);
        }
    }

    private void EndSegment()
    {
        foreach (var pair in Pair.All)
        {
            _segments[pair.Index].Add([.. _closes[pair.Index]]);
            _closes[pair.Index].Clear();
        }
    }
}
