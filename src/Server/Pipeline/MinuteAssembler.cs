using System.Numerics;
using Bqx.Core;

namespace Bqx.Server.Pipeline;

/// <summary>
/// Gathers the bars of one minute. A minute is complete when all 28 pairs have come, when the first bar of a later minute comes, or when
/// its deadline passes. Not thread-safe: the pipeline's thread alone uses it.
/// </summary>
internal sealed class MinuteAssembler
{
    private const uint AllPairs = (1u << Pair.Count) - 1;

    private readonly Bar[] _bars = new Bar[Pair.Count];
    private uint _present;

    /// <summary>The minute whose bars are being gathered; null between minutes.</summary>
    public Minute? Open { get; private set; }

    /// <summary>The last minute that was completed; null before the first.</summary>
    public Minute? LastClosed { get; private set; }

    /// <summary>Continues after a minute that is known from history.</summary>
    public void StartAfter(Minute closed) => LastClosed = closed;

    /// <summary>Takes a bar in.</summary>
    /// <param name="bar">A later bar of the same pair and minute replaces the earlier one.</param>
    /// <param name="completed">The minute that is complete because of it, if any: its own, or the one before.</param>
    public BarArrival Add(in Bar bar, out MinuteBars? completed)
    {
        completed = null;
        if (LastClosed is { } last && bar.Close <= last)
        {
            return BarArrival.Late;
        }

        if (Open is { } open && bar.Close < open)
        {
            // An earlier minute than the open one can no longer be completed in order.
            return BarArrival.Late;
        }

        if (Open is { } before && bar.Close > before)
        {
            completed = Close();
        }

        Open = bar.Close;
        _bars[bar.Pair.Index] = bar;
        _present |= 1u << bar.Pair.Index;
        if (_present == AllPairs)
        {
            completed = Close();
        }

        return BarArrival.Taken;
    }

    /// <summary>Completes the open minute with what has come; null when none is open.</summary>
    public MinuteBars? Close()
    {
        if (Open is not { } open)
        {
            return null;
        }

        var bars = new Bar[BitOperations.PopCount(_present)];
        var next = 0;
        for (var left = _present; left != 0; left &= left - 1)
        {
            bars[next++] = _bars[BitOperations.TrailingZeroCount(left)];
        }

        (LastClosed, Open, _present) = (open, null, 0);
        return new MinuteBars(open, bars);
    }
}
