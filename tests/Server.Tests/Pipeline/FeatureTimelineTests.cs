using Bqx.Core;
using Bqx.Features;
using Bqx.Server.Pipeline;
using Bqx.Server.Predictions;
using Bqx.Server.Tests.Doubles;

namespace Bqx.Server.Tests.Pipeline;

public sealed class FeatureTimelineTests
{
    private static readonly IReadOnlyList<MinuteBars> Minutes = [.. TestBars.History, .. TestBars.Live(30)];

    [Fact]
    public void TryRepair_LateBar_LeadsToTheBitsOfABarInTime()
    {
        var late = Minutes[^20].Bars.Span[3];
        var timeline = Run(Minutes.Select(minute => minute.Close == late.Close ? Without(minute, late.Pair) : minute));
        Bits(timeline).ShouldNotBe(Bits(Run(Minutes)));

        timeline.TryRepair([late]).ShouldBeTrue();

        Bits(timeline).ShouldBe(Bits(Run(Minutes)));
    }

    [Fact]
    public void TryRepair_CorrectedBarsAcrossCheckpoints_LeadToTheBitsOfTheRightBars()
    {
        var wrong = Minutes.ToList();
        var corrected = new List<Bar>();
        foreach (var back in new[] { 5, 70, 130 })
        {
            var right = wrong[^back].Bars.Span[back % Pair.Count];
            corrected.Add(right);
            var bars = wrong[^back].Bars.ToArray();
            bars[back % Pair.Count] = right with { CloseTicks = right.CloseTicks + 40 };
            wrong[^back] = new MinuteBars(right.Close, bars);
        }

        var timeline = Run(wrong);
        corrected.ShouldAllBe(bar => timeline.HasOther(bar));

        timeline.TryRepair(corrected).ShouldBeTrue();

        Bits(timeline).ShouldBe(Bits(Run(Minutes)));
        corrected.ShouldAllBe(bar => timeline.Has(bar));
    }

    [Fact]
    public void TryRepair_Twice_StartsFromRepairedCheckpoints()
    {
        var first = Minutes[^100].Bars.Span[0];
        var second = Minutes[^10].Bars.Span[0];
        var timeline = Run(Minutes.Select(minute =>
            minute.Close == first.Close || minute.Close == second.Close ? Without(minute, first.Pair) : minute));

        timeline.TryRepair([first]).ShouldBeTrue();
        timeline.TryRepair([second]).ShouldBeTrue();

        Bits(timeline).ShouldBe(Bits(Run(Minutes)));
    }

    [Fact]
    public void TryRepair_BeforeTheFirstCheckpoint_ChangesNothing()
    {
        var timeline = Run(Minutes);
        var before = Bits(timeline);

        timeline.TryRepair([Minutes[0].Bars.Span[0] with { CloseTicks = 1 }]).ShouldBeFalse();

        Bits(timeline).ShouldBe(before);
    }

    [Fact]
    public void Save_ThenLoad_ContinuesBitForBit()
    {
        var half = Run(Minutes.Take(Minutes.Count - 10));
        var resumed = new FeatureTimeline(new FeatureEngine());
        resumed.Load(half.Save());
        foreach (var minute in Minutes.TakeLast(10))
        {
            resumed.Advance(minute);
        }

        Bits(resumed).ShouldBe(Bits(Run(Minutes)));
    }

    [Fact]
    public void Has_SameBarWithOtherFlags_IsTheSame()
    {
        var timeline = Run(Minutes);
        var bar = Minutes[^1].Bars.Span[0];

        timeline.Has(bar with { Flags = BarFlags.Late }).ShouldBeTrue();
        timeline.HasOther(bar with { Flags = BarFlags.Late }).ShouldBeFalse();
        timeline.Has(bar with { HighTicks = bar.HighTicks + 1 }).ShouldBeFalse();
    }

    private static FeatureTimeline Run(IEnumerable<MinuteBars> minutes)
    {
        var timeline = new FeatureTimeline(new FeatureEngine());
        foreach (var minute in minutes)
        {
            timeline.Advance(minute);
        }

        return timeline;
    }

    private static MinuteBars Without(MinuteBars minute, Pair pair) =>
        new(minute.Close, minute.Bars.ToArray().Where(bar => bar.Pair != pair).ToArray());

    private static int[] Bits(FeatureTimeline timeline) =>
        [.. FeatureFrame.Read(timeline.Engine, timeline.Engine.Close!.Value).Values.ToArray().Select(BitConverter.SingleToInt32Bits)];
}
