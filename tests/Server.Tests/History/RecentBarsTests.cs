using Bqx.Core;
using Bqx.Server.Hosting;
using Bqx.Server.History;
using Bqx.Server.InMemory;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bqx.Server.Tests.History;

public sealed class RecentBarsTests
{
    private const int Gap = 30;

    private static readonly int Start = MarketCalendar.NumberOf(TestBars.Start);

    private readonly RecentBars _recent = new();

    [Fact]
    public void Put_SamePairAndMinute_Replaces()
    {
        _recent.Put([Bar("EURUSD", 0, 100), Bar("USDJPY", 0, 200)]);

        _recent.Put([Bar("EURUSD", 0, 101)]);

        Ticks(Start).ShouldBe([101, 200]);
    }

    [Fact]
    public void Fill_KnownPair_StaysAndOthersAreAdded()
    {
        _recent.Put([Bar("USDJPY", 0, 200)]);

        _recent.Fill(new MinuteBars(Close(0), new[] { Bar("EURUSD", 0, 100), Bar("USDJPY", 0, 999) }));

        Ticks(Start).ShouldBe([100, 200]);
    }

    [Fact]
    public void Put_OlderThanWhatHasItsPlace_IsIgnored()
    {
        _recent.Put([Bar("EURUSD", 1440, 100)]);

        _recent.Put([Bar("EURUSD", 0, 99)]);

        _recent.Find(Start).IsEmpty.ShouldBeTrue();
        Ticks(Start + 1440).ShouldBe([100]);
        _recent.Latest.ShouldBe(Start + 1440);
    }

    [Fact]
    public void Put_SeveralMinutes_AreKeptApart()
    {
        _recent.Put([Bar("EURUSD", 2, 102), Bar("EURUSD", 1, 101), Bar("USDJPY", 1, 201)]);

        Ticks(Start + 1).ShouldBe([101, 201]);
        Ticks(Start + 2).ShouldBe([102]);
        _recent.Latest.ShouldBe(Start + 2);
    }

    [Fact]
    public void Read_PairMissing_HasItsLastCloseAndIsFlagged()
    {
        _recent.Put([Bar("EURUSD", 0, 100), Bar("USDJPY", 0, 200)]);
        _recent.Put([Bar("USDJPY", 1, 201)]);

        var minute = FilledBars.Read(_recent, Start + 1, Start + 1).ShouldHaveSingleItem();

        minute.Close.ShouldBe(Close(1));
        minute.Bars.ToArray().ShouldBe([Core.Bar.Fill(Pair.Parse("EURUSD"), Close(1), 100), Bar("USDJPY", 1, 201)]);
    }

    [Fact]
    public void Read_SilenceThatTheFeaturesBridge_IsFilled()
    {
        _recent.Put([Bar("EURUSD", 0, 100)]);
        _recent.Put([Bar("EURUSD", Gap + 1, 101)]);

        var minutes = FilledBars.Read(_recent, Start, Start + Gap + 1).ToList();

        minutes.Select(minute => minute.Close).ShouldBe(Enumerable.Range(0, Gap + 2).Select(Close));
        minutes[1..^1].SelectMany(minute => minute.Bars.ToArray()).ShouldAllBe(bar => bar.CloseTicks == 100 && bar.Flags == BarFlags.Filled);
        minutes[^1].Bars.Span[0].ShouldBe(Bar("EURUSD", Gap + 1, 101));
    }

    [Fact]
    public void Read_LongerSilence_StartsFromNothing()
    {
        _recent.Put([Bar("EURUSD", 0, 100), Bar("USDJPY", 0, 200)]);
        _recent.Put([Bar("EURUSD", Gap + 2, 101)]);

        var minutes = FilledBars.Read(_recent, Start, Start + Gap + 2).ToList();

        minutes.Select(minute => minute.Close).ShouldBe([Close(0), Close(Gap + 2)]);
        minutes[1].Bars.ToArray().ShouldBe([Bar("EURUSD", Gap + 2, 101)]);
    }

    [Fact]
    public void Read_SilenceThatIsNotOver_SaysNothingOfIt()
    {
        _recent.Put([Bar("EURUSD", 0, 100)]);

        FilledBars.Read(_recent, Start, Start + 5).ShouldHaveSingleItem().Close.ShouldBe(Close(0));
    }

    // The features went on from a state: only the last ten minutes were read at the start, and one bar has been corrected since.
    [Fact]
    public async Task TryFill_StartFromAState_ReadsTheRestOfTheDayUnderWhatIsKnown()
    {
        await using var stores = await StoresAsync();
        foreach (var minute in TestBars.History.Skip(TestBars.History.Count - 10))
        {
            _recent.Put(minute.Bars.Span);
        }

        var corrected = TestBars.History[^1].Bars.Span[0] with { Flags = BarFlags.Corrected };
        _recent.Put([corrected]);
        var backfill = new BarBackfill(stores, _recent, new FakeTimeProvider(), NullLogger<BarBackfill>.Instance);

        (await backfill.TryFillAsync(default)).ShouldBeTrue();

        var read = FilledBars.Read(_recent, 0, Start).ToList();
        read.Count.ShouldBe(RecentBars.Capacity);
        read[0].Bars.ToArray().ShouldBe(TestBars.History[^RecentBars.Capacity].Bars.ToArray());
        read[^1].Bars.Span[0].ShouldBe(corrected);
    }

    // The state was stored at the stop: no bar was read at the start, and none has come yet.
    [Fact]
    public async Task TryFill_NothingKnownYet_ReadsTheLastDayOfTheStore()
    {
        await using var stores = await StoresAsync();

        (await new BarBackfill(stores, _recent, new FakeTimeProvider(), NullLogger<BarBackfill>.Instance).TryFillAsync(default)).ShouldBeTrue();

        var read = FilledBars.Read(_recent, 0, Start).ToList();
        (read.Count, read[0].Close, read[^1].Close).ShouldBe((RecentBars.Capacity, Close(1 - RecentBars.Capacity), Close(0)));
        read[^1].Bars.ToArray().ShouldBe(TestBars.History[^1].Bars.ToArray());
    }

    [Fact]
    public async Task TryFill_StoreOutOfReach_IsToBeTriedAgain()
    {
        await using var stores = await StoresAsync(isDown: true);
        _recent.Put(TestBars.History[^1].Bars.Span);

        (await new BarBackfill(stores, _recent, new FakeTimeProvider(), NullLogger<BarBackfill>.Instance).TryFillAsync(default)).ShouldBeFalse();
    }

    private static Minute Close(int minutes) => MarketCalendar.CloseOf(Start + minutes);

    private static Bar Bar(string pair, int minutes, int ticks) => TestBars.Bar(pair, Close(minutes), ticks);

    private static async Task<ServerStores> StoresAsync(bool isDown = false)
    {
        var bars = new SwitchedBarStore();
        foreach (var minute in TestBars.History)
        {
            await bars.WriteAsync(minute.Bars, default);
        }

        bars.IsDown = isDown;
        var discard = new DiscardingStores();
        return new ServerStores(bars, discard, discard, new MemoryLabelStore(), discard, new NoOpRepository())
        {
            Quarantine = discard, Changes = discard, Promotions = discard,
        };
    }

    private int[] Ticks(int number) => [.. _recent.Find(number).ToArray().Select(bar => bar.CloseTicks)];
}
