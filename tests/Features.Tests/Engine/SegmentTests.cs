using Bqx.Core;

namespace Bqx.Features.Tests.Engine;

public sealed class SegmentTests
{
    private static readonly Pair EurUsd = Pair.Parse("EURUSD");
    private static readonly Pair GbpUsd = Pair.Parse("GBPUSD");

    private readonly FeatureEngine _engine = new();

    [Fact]
    public void Advance_FirstBar_StartsASegment()
    {
        _engine.Close.ShouldBeNull();
        Advance(0, EurUsd).ShouldBe(new AdvanceResult(0, SegmentStarted: true, InSegment: true));
        _engine.SegmentStart.ShouldBe(CloseOf(0));
        _engine.Status(EurUsd).History.ShouldBe(1);
        _engine.Status(GbpUsd).History.ShouldBe(0);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(30, true)]
    [InlineData(31, false)]
    [InlineData(1440, false)]
    public void Advance_MinutesWithoutAnyBar_AreFilledUpToThirty(int silent, bool goesOn)
    {
        Advance(0, EurUsd);
        var result = Advance(silent + 1, EurUsd);
        result.SegmentStarted.ShouldBe(!goesOn);
        result.FilledMinutes.ShouldBe(goesOn ? silent : 0);
        _engine.Status(EurUsd).History.ShouldBe(goesOn ? silent + 2 : 1);
        _engine.SegmentStart.ShouldBe(CloseOf(goesOn ? 0 : silent + 1));
    }

    [Fact]
    public void Advance_EmptyMinutesOneByOne_EndTheSegmentAfterThirty()
    {
        Advance(0, EurUsd);
        for (var i = 1; i <= 30; i++)
        {
            Advance(i).InSegment.ShouldBeTrue();
        }

        Advance(31).ShouldBe(new AdvanceResult(0, SegmentStarted: false, InSegment: false));
        _engine.SegmentStart.ShouldBeNull();
        _engine.Status(EurUsd).History.ShouldBe(0);
        Advance(32, EurUsd).SegmentStarted.ShouldBeTrue();
    }

    [Fact]
    public void Advance_SkippedThenEmptyMinutes_CountTogether()
    {
        Advance(0, EurUsd);
        Advance(20).InSegment.ShouldBeTrue(); // 19 skipped and this one
        Advance(31).InSegment.ShouldBeFalse(); // ten more skipped and this one: 31
    }

    [Fact]
    public void Advance_OverTheWeekend_IsTheNextMinute()
    {
        const int Friday = MarketCalendar.MinutesPerWeek - 1;
        Advance(Friday, EurUsd);
        Advance(Friday + 1, EurUsd).ShouldBe(new AdvanceResult(0, SegmentStarted: false, InSegment: true));
        _engine.Status(EurUsd).History.ShouldBe(2);
    }

    [Fact]
    public void Status_OnePairSilent_IsFilledThenStaleWhileOthersGoOn()
    {
        Advance(0, EurUsd, GbpUsd);
        for (var i = 1; i <= 59; i++)
        {
            Advance(i, GbpUsd);
            var expected = VectorFlags.Filled | (i > 30 ? VectorFlags.Stale : VectorFlags.None);
            _engine.Status(EurUsd).Flags.ShouldBe(expected);
            _engine.Status(GbpUsd).Flags.ShouldBe(VectorFlags.None);
        }

        Advance(60, EurUsd);
        _engine.Status(EurUsd).ShouldBe(new FeatureStatus(61, 0, VectorFlags.None));
    }

    [Fact]
    public void Status_ShortHistory_NamesWhatIsLacking()
    {
        for (var i = 0; i < 400; i++)
        {
            Advance(i, EurUsd);
        }

        var status = _engine.Status(EurUsd);
        status.ShouldBe(new FeatureStatus(400, 0, VectorFlags.None));
        status.IsComplete.ShouldBeFalse();
        status.MissingMinutes.ShouldBe(FeatureCatalogue.LongestLookback);
        status.MissingNames().ShouldBe(FeatureCatalogue.All.Where(f => f.IsCrossPair || f.Lookback > 400).Select(f => f.Name));
        var fault = status.ToFault(EurUsd);
        fault.Fault.ShouldBe(Fault.FeatureMissing);
        fault.Message.ShouldStartWith(
            "EURUSD has 400 minutes of history and the market 0: 1441 more are lacking for reg_price_w630_slope_z, "
            + "reg_price_w630_intercept_rel, reg_price_w630_r2_lin, reg_price_w630_t_slope, reg_price_w630_lin_term, "
            + "reg_price_w630_quad_term, reg_price_w630_const_rel, reg_price_w630_r2_quad and ");
        var values = new float[FeatureCatalogue.Schema.Count];
        Array.Fill(values, 7);
        _engine.TryRead(EurUsd, values).ShouldBeFalse();
        values.ShouldAllBe(value => value == 7);
    }

    [Fact]
    public void TryRead_ExactlyEnoughHistory_Succeeds()
    {
        var values = new float[FeatureCatalogue.Schema.Count];
        for (var i = 0; i < FeatureCatalogue.LongestLookback; i++)
        {
            _engine.TryRead(EurUsd, values).ShouldBeFalse();
            Advance(i, [.. Pair.All]);
        }

        _engine.TryRead(EurUsd, values).ShouldBeTrue();
        _engine.LastCloseTicks(EurUsd).ShouldBe(100_000);
    }

    [Fact]
    public void Advance_WrongInput_IsRefusedAndChangesNothing()
    {
        Advance(5, EurUsd);
        var bar = TestBars.At(EurUsd, TestBars.FirstNumber + 6, 100_000);
        Refused(6, [bar, bar]).ShouldContain("two bars");
        Refused(7, [bar]).ShouldContain("closes at");
        Refused(6, [bar with { CloseTicks = 0 }]).ShouldContain("closes at 0 ticks");
        Refused(6, [bar with { CloseTicks = Bar.MaxTicks + 1 }]).ShouldContain("4000001");
        Refused(6, [bar with { OpenTicks = 0 }]).ShouldContain("at 0 ticks, has high 100000 and low 100000");
        Refused(6, [bar with { HighTicks = Bar.MaxTicks + 1 }]).ShouldContain("high 4000001");
        Refused(6, [bar with { LowTicks = -1 }]).ShouldContain("low -1");
        Refused(5, []).ShouldContain("not later");
        Should.Throw<FaultException>(() => _engine.Advance(MarketCalendar.WeekOpen(901) - 60, [])).Message.ShouldContain("open from");
        _engine.Close.ShouldBe(CloseOf(5));
        _engine.Status(EurUsd).History.ShouldBe(1);
    }

    private string Refused(int minute, Bar[] bars)
    {
        var fault = Should.Throw<FaultException>(() => _engine.Advance(CloseOf(minute), bars));
        fault.Fault.ShouldBe(Fault.InvalidInput);
        return fault.Message;
    }

    private static Minute CloseOf(int minute) => MarketCalendar.CloseOf(TestBars.FirstNumber + minute);

    private AdvanceResult Advance(int minute, params Pair[] pairs) => _engine.Advance(
        CloseOf(minute), [.. pairs.Select(pair => TestBars.At(pair, TestBars.FirstNumber + minute, 100_000))]);
}
