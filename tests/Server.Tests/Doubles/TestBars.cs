using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Complete synthetic minutes that end where a test wants them to.</summary>
internal static class TestBars
{
    /// <summary>Thursday, in market hours.</summary>
    public static readonly Minute Start = Minute.Exact(new DateTimeOffset(2017, 6, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Enough minutes for complete vectors, the last of which closes at <see cref="Start"/>.</summary>
    public static IReadOnlyList<MinuteBars> History { get; } = Generate(FeatureCatalogue.LongestLookback + 60, 0);

    /// <summary>The minutes that follow on <see cref="History"/>.</summary>
    public static IReadOnlyList<MinuteBars> Live(int count) =>
        [.. Generate(FeatureCatalogue.LongestLookback + 60, count).Skip(History.Count)];

    public static Bar Bar(string pair, Minute close, int ticks = 100_000) => new(Pair.Parse(pair), close, ticks, ticks, ticks, ticks);

    private static List<MinuteBars> Generate(int before, int after)
    {
        var last = MarketCalendar.NumberOf(Start);
        return [.. new SyntheticMarket(1, SyntheticOptions.GaussianWalk)
            .Generate(MarketCalendar.CloseOf(last - before), MarketCalendar.CloseOf(last + after))];
    }
}
