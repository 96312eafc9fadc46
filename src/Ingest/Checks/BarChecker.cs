using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>
/// Checks bars against the grid, the market's hours and the pair's last bar. The same for files and for live bars. Not
/// thread-safe.
/// </summary>
public sealed class BarChecker
{
    /// <summary>A price this far from the last close (as a share of it) is taken for an error, unless the next bar confirms it.</summary>
    public const double SpikeLimit = 0.1;

    private readonly Bar[] _last = new Bar[Pair.Count];
    private readonly int[] _suspect = new int[Pair.Count];

    /// <summary>Checks a bar, and remembers it if it is fine.</summary>
    public BarRejection Check(in Bar bar)
    {
        var rejection = CheckAlone(bar);
        if (rejection != BarRejection.None)
        {
            return rejection;
        }

        ref var last = ref _last[bar.Pair.Index];
        rejection = last.CloseTicks == 0 ? BarRejection.None : CheckAfter(last, bar);
        if (rejection == BarRejection.None)
        {
            last = bar;
            _suspect[bar.Pair.Index] = 0;
        }

        return rejection;
    }

    /// <summary>What can be said of a bar without knowing any other.</summary>
    public static BarRejection CheckAlone(in Bar bar)
    {
        var lowest = Math.Min(Math.Min(bar.OpenTicks, bar.CloseTicks), Math.Min(bar.LowTicks, bar.HighTicks));
        var highest = Math.Max(Math.Max(bar.OpenTicks, bar.CloseTicks), Math.Max(bar.LowTicks, bar.HighTicks));
        return lowest <= 0 ? BarRejection.NonPositivePrice
            : highest > Bar.MaxTicks ? BarRejection.PriceTooHigh
            : lowest != bar.LowTicks || highest != bar.HighTicks ? BarRejection.OhlcOrder
            : !float.IsFinite(bar.Volume) || bar.Volume < 0 ? BarRejection.Malformed
            : !MarketCalendar.IsOpen(bar.Close) ? BarRejection.OutOfSession
            : BarRejection.None;
    }

    private BarRejection CheckAfter(in Bar last, in Bar bar)
    {
        if (bar.Close == last.Close)
        {
            return bar == last ? BarRejection.Repeated : BarRejection.Conflicting;
        }

        if (bar.Close < last.Close)
        {
            return BarRejection.OutOfOrder;
        }

        if (IsNear(bar, last.CloseTicks))
        {
            return BarRejection.None;
        }

        // Two bars in a row at the new level: the market has moved there.
        ref var suspect = ref _suspect[bar.Pair.Index];
        if (suspect != 0 && IsNear(bar, suspect))
        {
            return BarRejection.None;
        }

        suspect = bar.CloseTicks;
        return BarRejection.Spike;
    }

    private static bool IsNear(in Bar bar, int reference) =>
        bar.HighTicks <= reference * (1 + SpikeLimit) && bar.LowTicks >= reference * (1 - SpikeLimit);
}
