using Bqx.Core;

namespace Bqx.Ingest.Synthetic;

/// <summary>Half of the synthetic spread: wider for crosses and around 17:00 New York.</summary>
internal static class Spread
{
    private const int RolloverMinutes = 60;

    /// <param name="pair">The pair.</param>
    /// <param name="minuteOfDay">Minutes since 17:00 New York.</param>
    public static int HalfTicks(Pair pair, int minuteOfDay)
    {
        var cross = pair.Base != Currency.Usd && pair.Quote != Currency.Usd;
        var half = cross ? 9 : 5;
        return minuteOfDay is < RolloverMinutes or >= MarketCalendar.MinutesPerDay - RolloverMinutes ? 3 * half : half;
    }
}
