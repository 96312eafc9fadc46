using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>
/// Checks bars against the grid, the market's hours and the pair's last bar. Not thread-safe.
/// </summary>
public sealed class BarChecker(bool acceptSpikes = false)
{
    private readonly Bar[] _last = new Bar[Pair.Count];
    private readonly Bar[] _suspect = new Bar[Pair.Count];

    /// <summary>Checks a bar, and remembers it if it is fine.</summary>
    public BarVerdict Check(in Bar bar)
    {
        var rejection = CheckAlone(bar);
        if (rejection != BarRejection.None)
        {
            return new BarVerdict(rejection);
        }

        ref var last = ref _last[bar.Pair.Index];
        var verdict = last.CloseTicks == 0 ? default : CheckAfter(ref last, bar);
        if (verdict.Rejection == BarRejection.None)
        {
            last = bar;
            _suspect[bar.Pair.Index] = default;
        }

        return verdict;
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

    private BarVerdict CheckAfter(ref Bar last, in Bar bar)
    {
        if (bar.Close <= last.Close)
        {
            return new BarVerdict(
                bar.Close < last.Close ? BarRejection.OutOfOrder : bar == last ? BarRejection.Repeated : BarRejection.Conflicting);
        }

        ref var suspect = ref _suspect[bar.Pair.Index];
        var confirms = suspect.CloseTicks != 0 && suspect.Close < bar.Close && SpikeRule.Confirms(bar, suspect, last.CloseTicks);
        if (confirms)
        {
            last = suspect;
        }

        suspect = default;
        if (acceptSpikes || SpikeRule.IsNear(bar, last.CloseTicks))
        {
            return new BarVerdict(BarRejection.None, confirms);
        }

        var open = SpikeRule.MayBeConfirmed(bar, last.CloseTicks);
        suspect = open ? bar : default;
        return new BarVerdict(BarRejection.Spike, confirms, open);
    }
}
