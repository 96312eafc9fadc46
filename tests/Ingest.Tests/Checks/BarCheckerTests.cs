using Bqx.Core;

namespace Bqx.Ingest.Tests.Checks;

public sealed class BarCheckerTests
{
    private static readonly Bar Good =
        new(Pair.Parse("EURUSD"), MarketCalendar.WeekOpen(900) + 100, 108_000, 108_010, 107_990, 108_005);

    private readonly BarChecker _checker = new();

    [Fact]
    public void Check_GoodBars_Pass()
    {
        _checker.Check(Good).ShouldBe(BarRejection.None);
        _checker.Check(Good with { Close = Good.Close + 1 }).ShouldBe(BarRejection.None);
        _checker.Check(Good with { Close = Good.Close + 60 }).ShouldBe(BarRejection.None);
    }

    [Fact]
    public void Check_Alone_NamesTheFirstFault()
    {
        _checker.Check(Good with { LowTicks = 0 }).ShouldBe(BarRejection.NonPositivePrice);
        _checker.Check(Good with { OpenTicks = -5 }).ShouldBe(BarRejection.NonPositivePrice);
        _checker.Check(Good with { HighTicks = Bar.MaxTicks + 1 }).ShouldBe(BarRejection.PriceTooHigh);
        _checker.Check(Good with { HighTicks = 108_004 }).ShouldBe(BarRejection.OhlcOrder);
        _checker.Check(Good with { LowTicks = 108_001 }).ShouldBe(BarRejection.OhlcOrder);
        _checker.Check(Good with { LowTicks = 108_020 }).ShouldBe(BarRejection.OhlcOrder);
        _checker.Check(Good with { Volume = float.NaN }).ShouldBe(BarRejection.Malformed);
        _checker.Check(Good with { Volume = -1 }).ShouldBe(BarRejection.Malformed);
        _checker.Check(Good with { Close = MarketCalendar.WeekOpen(900) }).ShouldBe(BarRejection.OutOfSession);
        _checker.Check(Good).ShouldBe(BarRejection.None);
    }

    [Fact]
    public void Check_SameMinuteAgain_TellsRepeatFromConflict()
    {
        _checker.Check(Good);
        _checker.Check(Good).ShouldBe(BarRejection.Repeated);
        _checker.Check(Good with { CloseTicks = 108_006 }).ShouldBe(BarRejection.Conflicting);
        _checker.Check(Good with { Close = Good.Close - 1 }).ShouldBe(BarRejection.OutOfOrder);
    }

    [Fact]
    public void Check_OtherPair_HasItsOwnHistory()
    {
        _checker.Check(Good);
        _checker.Check(Good with { Pair = Pair.Parse("GBPUSD"), Close = Good.Close - 1 }).ShouldBe(BarRejection.None);
    }

    [Fact]
    public void Check_OneBarSpike_IsRefusedAndForgotten()
    {
        _checker.Check(Good);
        _checker.Check(Times(10, 1)).ShouldBe(BarRejection.Spike);
        _checker.Check(Good with { Close = Good.Close + 2 }).ShouldBe(BarRejection.None);
        _checker.Check(Times(10, 3)).ShouldBe(BarRejection.Spike);
    }

    [Fact]
    public void Check_SpikeInTheLowOnly_IsRefused()
    {
        _checker.Check(Good);
        _checker.Check(Good with { Close = Good.Close + 1, LowTicks = 90_000 }).ShouldBe(BarRejection.Spike);
    }

    [Fact]
    public void Check_NewLevelConfirmed_IsTaken()
    {
        _checker.Check(Good);
        _checker.Check(Times(2, 1)).ShouldBe(BarRejection.Spike);
        _checker.Check(Times(2, 2)).ShouldBe(BarRejection.None);
        _checker.Check(Times(2, 3)).ShouldBe(BarRejection.None);
        _checker.Check(Times(1, 4)).ShouldBe(BarRejection.Spike);
    }

    private static Bar Times(int factor, int minutes) => Good with
    {
        Close = Good.Close + minutes,
        OpenTicks = Good.OpenTicks * factor,
        HighTicks = Good.HighTicks * factor,
        LowTicks = Good.LowTicks * factor,
        CloseTicks = Good.CloseTicks * factor,
    };
}
