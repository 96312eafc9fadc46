using Bqx.Core;
using Bqx.Ingest;
using Bqx.Server.Pipeline;

namespace Bqx.Server.Services;

/// <summary>
/// Which bars the live pipeline takes in. Bars that come again or late are taken: storing is idempotent, and features are repaired. Safe for
/// any thread.
/// </summary>
internal sealed class BarAdmission(LatestBars latest, TimeProvider time)
{
    // A clock may be ahead by this much; a bar of the far future would make every later one late.
    private const int MaxMinutesAhead = 2;

    private readonly Lock _lock = new();

    // The last spike of each pair, guarded by the lock.
    private readonly Bar?[] _suspects = new Bar?[Pair.Count];

    /// <summary>Why a bar is refused; null when it is taken.</summary>
    public string? WhyRefused(in Bar bar)
    {
        if (BarChecker.CheckAlone(bar) is var rejection and not BarRejection.None)
        {
            return Explain(rejection, bar);
        }

        if (bar.Close > Minute.Floor(time.GetUtcNow()) + MaxMinutesAhead)
        {
            return $"{bar.Close} lies in the future.";
        }

        return IsSpike(bar)
            ? $"The bar is more than {SpikeRule.Limit:P0} away from the last close of {bar.Pair}: a second one there is taken."
            : null;
    }

    /// <summary>What a rejection says.</summary>
    public static string Explain(BarRejection rejection, in Bar bar) => rejection switch
    {
        BarRejection.OhlcOrder =>
            $"low {bar.LowTicks} and high {bar.HighTicks} ticks do not enclose open {bar.OpenTicks} and close {bar.CloseTicks}.",
        BarRejection.OutOfSession =>
            $"No bar closes at {bar.Close}: the market is open from Sunday 17:00 to Friday 17:00 New York time.",
        _ => $"The bar is refused: {rejection}.",
    };

    // Far from the last close, and not confirmed by an earlier minute's bar that was there too.
    private bool IsSpike(in Bar bar)
    {
        if (latest.Get(bar.Pair) is not { } last || IsNear(bar, last))
        {
            return false;
        }

        lock (_lock)
        {
            ref var suspect = ref _suspects[bar.Pair.Index];
            if (suspect is { } before && before.Close < bar.Close && IsNear(bar, before))
            {
                suspect = null;
                return false;
            }

            suspect = bar;
            return true;
        }
    }

    private static bool IsNear(in Bar bar, in Bar reference) =>
        bar.HighTicks <= reference.CloseTicks * (1 + SpikeRule.Limit)
        && bar.LowTicks >= reference.CloseTicks * (1 - SpikeRule.Limit);
}
