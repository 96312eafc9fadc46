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
        Check(Good).ShouldBe(BarRejection.None);
        Check(Good with { Close = Good.Close + 1 }).ShouldBe(BarRejection.None);
        Check(Good with { Close = Good.Close + 60 }).ShouldBe(BarRejection.None);
    }

    [Fact]
    public void Check_Alone_NamesTheFirstFault()
    {
        Check(Good with { LowTicks = 0 }).ShouldBe(BarRejection.NonPositivePrice);
        Check(Good with { OpenTicks = -5 }).ShouldBe(BarRejection.NonPositivePrice);
        Check(Good with { HighTicks = Bar.MaxTicks + 1 }).ShouldBe(BarRejection.PriceTooHigh);
        Check(Good with { HighTicks = 108_004 }).ShouldBe(BarRejection.OhlcOrder);
        Check(Good with { LowTicks = 108_001 }).ShouldBe(BarRejection.OhlcOrder);
        Check(Good with { LowTicks = 108_020 }).ShouldBe(BarRejection.OhlcOrder);
        Check(Good with { Volume = float.NaN }).ShouldBe(BarRejection.Malformed);
        Check(Good with { Volume = -1 }).ShouldBe(BarRejection.Malformed);
        Check(Good with { Close = MarketCalendar.WeekOpen(900) }).ShouldBe(BarRejection.OutOfSession);
        Check(Good).ShouldBe(BarRejection.None);
    }

    [Fact]
    public void Check_SameMinuteAgain_TellsRepeatFromConflict()
    {
        _checker.Check(Good);
        Check(Good).ShouldBe(BarRejection.Repeated);
        Check(Good with { CloseTicks = 108_006 }).ShouldBe(BarRejection.Conflicting);
        Check(Good with { Close = Good.Close - 1 }).ShouldBe(BarRejection.OutOfOrder);
    }

    [Fact]
    public void Check_OtherPair_HasItsOwnHistory()
    {
        _checker.Check(Good);
        Check(Good with { Pair = Pair.Parse("GBPUSD"), Close = Good.Close - 1 }).ShouldBe(BarRejection.None);
    }

    [Fact]
    public void Check_OneBarSpike_IsRefusedAndForgotten()
    {
        _checker.Check(Good);
        Check(Times(10, 1)).ShouldBe(BarRejection.Spike);
        Check(Good with { Close = Good.Close + 2 }).ShouldBe(BarRejection.None);
        Check(Times(10, 3)).ShouldBe(BarRejection.Spike);
    }

    [Fact]
    public void Check_SpikeInTheLowOnly_IsRefused()
    {
        _checker.Check(Good);
        Check(Good with { Close = Good.Close + 1, LowTicks = 90_000 }).ShouldBe(BarRejection.Spike);
    }

    [Fact]
    public void Check_NewLevelConfirmed_IsTaken()
    {
        _checker.Check(Good);
        Check(Times(2, 1)).ShouldBe(BarRejection.Spike);
        Check(Times(2, 2)).ShouldBe(BarRejection.None);
        Check(Times(2, 3)).ShouldBe(BarRejection.None);
        Check(Times(1, 4)).ShouldBe(BarRejection.Spike);
    }

    [Fact]
    public void Check_JumpThatTheNextBarStartsFrom_IsConfirmed()
    {
        _checker.Check(Good);
        var jump = Good with { Close = Good.Close + 1, LowTicks = 80_000, CloseTicks = 86_000 };
        _checker.Check(jump).ShouldBe(new BarVerdict(BarRejection.Spike, MayBeConfirmed: true));

        // 0.870 is nearer to 0.860 than to 1.080; its own low is within a tenth of 0.860.
        _checker.Check(Good with { Close = Good.Close + 2, OpenTicks = 87_000, HighTicks = 90_000, LowTicks = 80_000, CloseTicks = 88_000 })
            .ShouldBe(new BarVerdict(BarRejection.None, ConfirmsSuspect: true));
    }

    [Fact]
    public void Check_WildBarsOneAfterAnother_ConfirmEachOther()
    {
        _checker.Check(Good);
        _checker.Check(Times(1, 1) with { LowTicks = 60_000, CloseTicks = 70_000 }).Rejection.ShouldBe(BarRejection.Spike);
        var second = Times(1, 2) with { OpenTicks = 70_000, LowTicks = 69_000, HighTicks = 95_000, CloseTicks = 94_000 };
        _checker.Check(second).ShouldBe(new BarVerdict(BarRejection.Spike, ConfirmsSuspect: true, MayBeConfirmed: true));
        _checker.Check(Times(1, 3) with { OpenTicks = 94_000, LowTicks = 93_000, HighTicks = 95_000, CloseTicks = 94_000 })
            .ShouldBe(new BarVerdict(BarRejection.None, ConfirmsSuspect: true));
    }

    [Fact]
    public void Check_ComesBackByItsOwnClose_CannotBeConfirmed()
    {
        _checker.Check(Good);
        _checker.Check(Good with { Close = Good.Close + 1, LowTicks = 50_000 }).ShouldBe(new BarVerdict(BarRejection.Spike));
    }

    [Fact]
    public void Check_SpikesAccepted_TakesThem()
    {
        var checker = new BarChecker(acceptSpikes: true);
        checker.Check(Good);
        checker.Check(Times(10, 1)).Rejection.ShouldBe(BarRejection.None);
    }

    private BarRejection Check(Bar bar) => _checker.Check(bar).Rejection;

    private static Bar Times(int factor, int minutes) => Good with
    {
        Close = Good.Close + minutes,
        OpenTicks = Good.OpenTicks * factor,
        HighTicks = Good.HighTicks * factor,
        LowTicks = Good.LowTicks * factor,
        CloseTicks = Good.CloseTicks * factor,
    };
}
