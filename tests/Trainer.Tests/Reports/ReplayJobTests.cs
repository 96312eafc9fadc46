using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.Trainer.Reports;
using Bqx.Trainer.Reports.Replay;

namespace Bqx.Trainer.Tests.Reports;

public sealed class ReplayJobTests
{
    private const int Day = MarketCalendar.MinutesPerDay;

    private static readonly Minute From = MarketCalendar.WeekOpen(899);

    [Fact]
    public async Task Run_AWeekWithGaps_EveryDayIsTheSameTwice()
    {
        var minutes = Walk(5 * Day).ToList();
        minutes.RemoveRange((3 * Day) - 10, 25); // across the end of a day: filled
        minutes.RemoveRange(4 * Day, 40); // ends the segment; the rest of the day is too short for a vector

        var report = await RunAsync(minutes);

        report.Minutes.ShouldBe((5 * Day) - 65);
        report.Months.Sum(month => month.Days).ShouldBe(5);
        report.Differing.ShouldBe(0);
        report.Vectors.ShouldBe(Pair.Count * ((4 * Day) - (FeatureCatalogue.LongestLookback - 1)));
        ReplayMarkdown.Of(report).ShouldContain("0 of them differ");
    }

    [Fact]
    public void Repeat_AnotherBar_IsAnotherResult()
    {
        var minutes = Walk(3 * Day).ToArray();
        var stream = new DayReplayer();
        stream.Continue([.. minutes.Take(2 * Day)]);
        var before = stream.Snapshot.ToArray();
        ImmutableArray<MinuteBars> third = [.. minutes.Skip(2 * Day)];
        var day = new ReplayDay(before, third, stream.Continue(third));

        new DayReplayer().Repeat(day).ShouldBe(day.Result);
        var bars = third[100].Bars.ToArray();
        bars[7] = bars[7] with { HighTicks = bars[7].HighTicks + 1 };
        var changed = new DayReplayer().Repeat(day with { Minutes = third.SetItem(100, new MinuteBars(third[100].Close, bars)) });
        changed.Vectors.ShouldBe(day.Result.Vectors);
        changed.Values.ShouldNotBe(day.Result.Values);
        changed.State.ShouldNotBe(day.Result.State);
    }

    [Fact]
    public async Task Run_SameBars_SameDigests()
    {
        var (one, two) = (await RunAsync(Walk(2 * Day)), await RunAsync(Walk(2 * Day)));
        one.Bars.ShouldBe(two.Bars);
        one.Months.ShouldBe(two.Months);
    }

    [Fact]
    public async Task Run_NoBars_SaysSo() =>
        (await Should.ThrowAsync<FaultException>(() => RunAsync([]))).Message.ShouldContain("hold no bars");

    [Fact]
    public async Task Run_BarsThatFail_EndsWithTheirError()
    {
        static IEnumerable<MinuteBars> Failing()
        {
            foreach (var minute in Walk(2 * Day))
            {
                yield return minute;
            }

            throw new FaultException(Fault.InvalidInput, "row 7 is broken");
        }

        (await Should.ThrowAsync<FaultException>(() => RunAsync(Failing()))).Message.ShouldBe("row 7 is broken");
    }

    private static async Task<ReplayReport> RunAsync(IEnumerable<MinuteBars> minutes)
    {
        using var job = new ReplayJob();
        var source = new MinuteSource("test bars", minutes.ToAsyncEnumerable());
        return await job.RunAsync(source, _ => { }, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<MinuteBars> Walk(int minutes) =>
        new SyntheticMarket(12, SyntheticOptions.GaussianWalk).Generate(From, From + (minutes * 7 / 5) + 1440).Take(minutes);
}
