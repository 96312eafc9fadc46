using Bqx.Core;

namespace Bqx.Server.Services;

/// <summary>Which bars the live pipeline takes in.</summary>
internal sealed class BarAdmission(TimeProvider time)
{
    // A clock may be ahead by this much; a bar of the far future would make every later one late.
    private const int MaxMinutesAhead = 2;

    /// <summary>Why a bar is refused; null when it is taken.</summary>
    public string? WhyRefused(in Bar bar)
    {
        if (bar.LowTicks > Math.Min(bar.OpenTicks, bar.CloseTicks) || bar.HighTicks < Math.Max(bar.OpenTicks, bar.CloseTicks))
        {
            return $"low {bar.LowTicks} and high {bar.HighTicks} ticks do not enclose open {bar.OpenTicks} and close {bar.CloseTicks}.";
        }

        if (!MarketCalendar.IsOpen(bar.Close))
        {
            return $"No bar closes at {bar.Close}: the market is open from Sunday 17:00 to Friday 17:00 New York time.";
        }

        return bar.Close > Minute.Floor(time.GetUtcNow()) + MaxMinutesAhead
            ? $"{bar.Close} lies in the future."
            : null;
    }
}
