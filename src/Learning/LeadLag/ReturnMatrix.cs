using Bqx.Core;

namespace Bqx.Learning.LeadLag;

/// <summary>
/// One-minute log returns of all pairs on the grid of market minutes, one column a pair. A missing minute is filled as the feature engine
/// does: the return is 0, and the next one spans the gap. After more than 30 minutes without any bar the next bars start anew.
/// </summary>
public sealed class ReturnMatrix
{
    private readonly List<double>[] _columns = [.. Pair.All.Select(_ => new List<double>())];
    private readonly double[] _logs = new double[Pair.Count];
    private int? _number;

    /// <summary>Minutes taken in, fillings included.</summary>
    public int Minutes => _columns[0].Count;

    /// <summary>Close of the first minute; null before it.</summary>
    public Minute? First { get; private set; }

    /// <summary>Close of the last minute; null before the first.</summary>
    public Minute? Last { get; private set; }

    /// <summary>Returns of a pair, in time order.</summary>
    public double[] Column(Pair pair) => [.. _columns[pair.Index]];

    /// <summary>Takes in the next minute. Bars outside the market's hours are left out.</summary>
    public void Add(MinuteBars minute)
    {
        if (!MarketCalendar.TryGetNumber(minute.Close, out var number))
        {
            return;
        }

        var silent = _number is { } last ? number - last - 1 : 0;
        if (silent > MarketCalendar.LongestGap)
        {
            Array.Clear(_logs);
            silent = 0;
        }

        (_number, First, Last) = (number, First ?? minute.Close, minute.Close);
        foreach (var column in _columns)
        {
            column.AddRange(Enumerable.Repeat(0.0, silent + 1));
        }

        foreach (var bar in minute.Bars.Span)
        {
            var (pair, log) = (bar.Pair.Index, Math.Log(bar.CloseTicks));
            _columns[pair][^1] = _logs[pair] > 0 ? log - _logs[pair] : 0;
            _logs[pair] = log;
        }
    }
}
