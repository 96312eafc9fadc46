using Bqx.Core;
using Bqx.Ingest.Synthetic;

namespace Bqx.Features.Tests.Engine;

public sealed class CausalityTests
{
    private static readonly Minute From = MarketCalendar.WeekOpen(899);

    private static readonly List<MinuteBars> Minutes =
        [.. new SyntheticMarket(31, SyntheticOptions.Default).Generate(From, From + 4800)];

    [Theory]
    [InlineData(1480)]
    [InlineData(2222)]
    [InlineData(4000)]
    public void Features_HistoryTruncatedAfterT_AreTheSameBits(int at)
    {
        var whole = ReadAll(Minutes, at);
        var truncated = ReadAll(Minutes[..(at + 1)], at);
        truncated.ShouldBe(whole);
    }

    [Fact]
    public void Features_FutureScrambled_AreTheSameBits()
    {
        const int At = 2500;
        var random = new Random(1);
        var scrambled = Minutes.Select((minute, i) => i <= At ? minute : Scramble(minute, random)).ToList();
        ReadAll(scrambled, At).ShouldBe(ReadAll(Minutes, At));
        ReadAll(scrambled, At + 1).ShouldNotBe(ReadAll(Minutes, At + 1));
    }

    [Fact]
    public void Features_SilentMinutesGivenOrNot_AreTheSameBits()
    {
        // Live, the server closes a minute that no bar came for; history does not have it at all.
        var history = Minutes.ToList();
        history.RemoveRange(700, 20);
        history.RemoveRange(900, 40);
        var numbers = history.Select(minute => MarketCalendar.NumberOf(minute.Close)).ToList();
        var live = new List<MinuteBars>();
        for (var number = numbers[0]; number <= numbers[^1]; number++)
        {
            var index = numbers.BinarySearch(number);
            live.Add(index >= 0 ? history[index] : new MinuteBars(MarketCalendar.CloseOf(number), default));
        }

        live.Count.ShouldBe(history.Count + 60);
        ReadAll(live, live.Count - 1).ShouldBe(ReadAll(history, history.Count - 1));
    }

    [Fact]
    public void Features_BarsInAnyOrder_AreTheSameBits()
    {
        var reversed = Minutes.Select(minute => minute with { Bars = minute.Bars.ToArray().Reverse().ToArray() }).ToList();
        ReadAll(reversed, 2000).ShouldBe(ReadAll(Minutes, 2000));
    }

    private static MinuteBars Scramble(MinuteBars minute, Random random) => minute with
    {
        Bars = minute.Bars.ToArray().Select(bar =>
        {
            var (low, high) = (random.Next(1, 1_000_000), random.Next(1_000_000, Bar.MaxTicks));
            return bar with { OpenTicks = low, HighTicks = high, LowTicks = low, CloseTicks = random.Next(low, high) };
        }).ToArray(),
    };

    private static float[] ReadAll(List<MinuteBars> minutes, int at)
    {
        var engine = new FeatureEngine();
        var width = FeatureCatalogue.Schema.Count;
        var values = new float[Pair.Count * width];
        for (var i = 0; i < minutes.Count; i++)
        {
            engine.Advance(minutes[i].Close, minutes[i].Bars.Span);
            if (i == at)
            {
                Pair.All.ToList().ForEach(pair =>
                    engine.TryRead(pair, values.AsSpan(pair.Index * width)).ShouldBeTrue($"{pair}"));
            }
        }

        return values;
    }
}
