using Bqx.Core;
using Bqx.Server.Pipeline;
using Bqx.Server.Tests.Doubles;

namespace Bqx.Server.Tests.Pipeline;

public sealed class MinuteAssemblerTests
{
    private static readonly Minute First = TestBars.Start;
    private readonly MinuteAssembler _assembler = new();

    [Fact]
    public void Add_AllPairsInAnyOrder_CompletesWithTheLast()
    {
        foreach (var pair in Pair.All.Reverse().SkipLast(1))
        {
            Add(pair.Name, First).ShouldBeNull();
        }

        var completed = Add(Pair.All[0].Name, First)!.Value;

        completed.Close.ShouldBe(First);
        completed.Bars.ToArray().Select(bar => bar.Pair).ShouldBe(Pair.All);
        _assembler.Open.ShouldBeNull();
        _assembler.LastClosed.ShouldBe(First);
    }

    [Fact]
    public void Add_LaterMinute_CompletesTheOneBefore()
    {
        Add("EURUSD", First);
        Add("GBPUSD", First);

        var completed = Add("EURUSD", First + 1)!.Value;

        completed.Close.ShouldBe(First);
        completed.Bars.ToArray().Select(bar => bar.Pair.Name).ShouldBe(["EURUSD", "GBPUSD"]);
        _assembler.Open.ShouldBe(First + 1);
    }

    [Fact]
    public void Close_AtTheDeadline_TakesWhatHasCome()
    {
        Add("USDJPY", First);

        _assembler.Close()!.Value.Bars.Length.ShouldBe(1);
        _assembler.Close().ShouldBeNull();
    }

    [Fact]
    public void Add_SamePairTwice_TheLaterCounts()
    {
        Add("EURUSD", First, 100_000);
        Add("EURUSD", First, 100_005);

        _assembler.Close()!.Value.Bars.Span[0].CloseTicks.ShouldBe(100_005);
    }

    [Fact]
    public void Add_ClosedMinute_IsLate()
    {
        Add("EURUSD", First);
        _assembler.Close();

        _assembler.Add(TestBars.Bar("GBPUSD", First), out var completed).ShouldBe(BarArrival.Late);
        completed.ShouldBeNull();
    }

    [Fact]
    public void Add_EarlierThanTheOpenMinute_IsLate()
    {
        Add("EURUSD", First + 5);

        _assembler.Add(TestBars.Bar("GBPUSD", First + 4), out _).ShouldBe(BarArrival.Late);
        _assembler.Open.ShouldBe(First + 5);
    }

    [Fact]
    public void StartAfter_History_MakesItsMinutesLate()
    {
        _assembler.StartAfter(First);

        _assembler.Add(TestBars.Bar("EURUSD", First), out _).ShouldBe(BarArrival.Late);
        _assembler.Add(TestBars.Bar("EURUSD", First + 1), out _).ShouldBe(BarArrival.Taken);
    }

    [Fact]
    public void Add_NextMinuteAfterCompletion_StartsEmpty()
    {
        foreach (var pair in Pair.All)
        {
            Add(pair.Name, First);
        }

        Add("EURUSD", First + 1);

        _assembler.Close()!.Value.Bars.Length.ShouldBe(1);
    }

    private MinuteBars? Add(string pair, Minute close, int ticks = 100_000)
    {
        _assembler.Add(TestBars.Bar(pair, close, ticks), out var completed).ShouldBe(BarArrival.Taken);
        return completed;
    }
}
