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

    // Of each pair the spike that its next bar may confirm, with the close that it is a spike against; guarded by the lock.
    private readonly (Bar Bar, int LastClose)?[] _suspects = new (Bar, int)?[Pair.Count];

    /// <summary>Why a bar is refused; null when it is taken.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="confirmed">The pair's bar before it that was refused as a spike and is right after all: to be taken too.</param>
    public Refusal? WhyRefused(in Bar bar, out Bar? confirmed)
    {
        confirmed = null;
        if (BarChecker.CheckAlone(bar) is var rejection and not BarRejection.None)
        {
            return new Refusal(rejection, Explain(rejection, bar));
        }

        return bar.Close > Minute.Floor(time.GetUtcNow()) + MaxMinutesAhead
            ? new Refusal(BarRejection.InFuture, $"{bar.Close} lies in the future.")
            : WhySpike(bar, out confirmed);
    }

    private static string Explain(BarRejection rejection, in Bar bar) => rejection switch
    {
        BarRejection.OhlcOrder =>
            $"low {bar.LowTicks} and high {bar.HighTicks} ticks do not enclose open {bar.OpenTicks} and close {bar.CloseTicks}.",
        BarRejection.OutOfSession =>
            $"No bar closes at {bar.Close}: the market is open from Sunday 17:00 to Friday 17:00 New York time.",
        _ => $"The bar is refused: {rejection}.",
    };

    private Refusal? WhySpike(in Bar bar, out Bar? confirmed)
    {
        confirmed = null;
        lock (_lock)
        {
            ref var suspect = ref _suspects[bar.Pair.Index];
            var lastClose = latest.Get(bar.Pair)?.CloseTicks ?? bar.CloseTicks;
            if (suspect is { } before && before.Bar.Close < bar.Close)
            {
                suspect = null;
                if (SpikeRule.Confirms(bar, before.Bar, before.LastClose))
                {
                    confirmed = before.Bar;
                    lastClose = before.Bar.CloseTicks;
                }
            }

            if (SpikeRule.IsNear(bar, lastClose))
            {
                return null;
            }

            suspect = SpikeRule.MayBeConfirmed(bar, lastClose) ? (bar, lastClose) : suspect;
            return new Refusal(
                BarRejection.Spike,
                $"The bar is more than {SpikeRule.Limit:P0} away from the last close of {bar.Pair}: it is set aside, and taken when the next one starts from there.");
        }
    }
}
