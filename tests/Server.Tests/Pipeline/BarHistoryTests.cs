using Bqx.Core;
using Bqx.Server.Pipeline;
using Bqx.Server.Tests.Doubles;

namespace Bqx.Server.Tests.Pipeline;

public sealed class BarHistoryTests
{
    private static readonly Minute First = TestBars.Start;
    private readonly BarHistory _history = new();

    [Fact]
    public void Find_KnownBar_GivesIt()
    {
        Append(First, "EURUSD", "USDJPY");
        Append(First + 3, "EURUSD");

        _history.Find(Pair.Parse("USDJPY"), First).ShouldBe(TestBars.Bar("USDJPY", First));
        _history.Find(Pair.Parse("USDJPY"), First + 3).ShouldBeNull();
        _history.Find(Pair.Parse("EURUSD"), First + 1).ShouldBeNull();
    }

    [Fact]
    public void TryPut_MissingPair_JoinsItsMinute()
    {
        Append(First, "EURUSD", "USDJPY");

        _history.TryPut(TestBars.Bar("GBPUSD", First)).ShouldBeTrue();

        _history.After(First - 1).Single().Bars.ToArray().Select(bar => bar.Pair.Name).ShouldBe(["EURUSD", "GBPUSD", "USDJPY"]);
    }

    [Fact]
    public void TryPut_OtherValues_Replace()
    {
        Append(First, "EURUSD");

        _history.TryPut(TestBars.Bar("EURUSD", First, 5)).ShouldBeTrue();

        _history.Find(Pair.Parse("EURUSD"), First)!.Value.CloseTicks.ShouldBe(5);
    }

    [Fact]
    public void TryPut_MissingMinute_IsInserted()
    {
        Append(First, "EURUSD");
        Append(First + 2, "EURUSD");

        _history.TryPut(TestBars.Bar("EURUSD", First + 1)).ShouldBeTrue();

        _history.After(First).Select(minute => minute.Close).ShouldBe([First + 1, First + 2]);
    }

    [Fact]
    public void TryPut_BeforeAllThatIsKept_IsRefused()
    {
        Append(First, "EURUSD");

        _history.TryPut(TestBars.Bar("EURUSD", First - 1)).ShouldBeFalse();
    }

    [Fact]
    public void Append_ManyMinutes_ForgetsTheOldestButKeepsADay()
    {
        for (var i = 0; i < 5_000; i++)
        {
            Append(First + i, "EURUSD");
        }

        var kept = _history.After(First - 1).ToList();
        kept.Count.ShouldBeInRange(BarHistory.Capacity, BarHistory.Capacity + 240);
        kept[^1].Close.ShouldBe(First + 4_999);
    }

    [Fact]
    public void Append_NotLater_IsAnError()
    {
        Append(First, "EURUSD");

        Should.Throw<ArgumentException>(() => Append(First, "EURUSD"));
    }

    private void Append(Minute close, params string[] pairs) =>
        _history.Append(new MinuteBars(close, pairs.Select(pair => TestBars.Bar(pair, close)).ToArray()));
}
