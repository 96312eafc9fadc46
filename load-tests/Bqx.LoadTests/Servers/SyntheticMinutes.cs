using Bqx.Core;
using Bqx.Ingest.Synthetic;

namespace Bqx.LoadTests.Servers;

/// <summary>Minutes of all pairs on the weekdays before today, in the months whose partitions a server makes.</summary>
internal static class SyntheticMinutes
{
    private const int Seed = 1;

    public static IEnumerable<MinuteBars> Generate()
    {
        var now = Minute.Floor(TimeProvider.System.GetUtcNow());
        return new SyntheticMarket(Seed, SyntheticOptions.Default).Generate(now - (7 * MarketCalendar.MinutesPerDay), now);
    }
}
