using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.Trainer.Reports;

namespace Bqx.Trainer.Tests.Reports;

public sealed class ReportJobTests
{
    private static readonly Minute From = MarketCalendar.WeekOpen(899);

    [Fact]
    public async Task Quality_GapsMade_AreCountedByPair()
    {
        var minutes = Walk(4 * 1440).ToList();
        var (eurusd, usdjpy) = (Pair.Parse("EURUSD"), Pair.Parse("USDJPY"));
        Drop(minutes, eurusd, 2000, 40);
        Drop(minutes, usdjpy, 3000, 2);
        minutes.RemoveRange(4000, 25);

        var report = await new QualityJob(stride: 7).RunAsync(Source(minutes), _ => { }, TestContext.Current.CancellationToken);

        report.Segments.ShouldBe(1);
        report.SilentMinutes.ShouldBe(25);
        report.Minutes.ShouldBe((4 * 1440) - 25);
        var one = report.Pairs[eurusd.Index];
        one.Bars.ShouldBe((4 * 1440) - 25 - 40);
        one.Filled.ShouldBe(40);
        one.Stale.ShouldBe(10);
        one.LongestGap.ShouldBe(40);
        one.Incomplete.ShouldBe(FeatureCatalogue.LongestLookback - 1);
        one.Vectors.ShouldBe((4 * 1440) - 25 - one.Incomplete);
        report.Pairs[usdjpy.Index].LongestGap.ShouldBe(2);
        report.Lint.Vectors.ShouldBeGreaterThan(10_000);
        QualityMarkdown.Of(report).ShouldContain("| EURUSD | 5,695 | 40 | 0.70 % | 10 | 40 |");
    }

    [Fact]
    public async Task Quality_TooFewBars_SaysWhatTheLintNeeds() =>
        (await Should.ThrowAsync<FaultException>(() =>
            new QualityJob(stride: 1).RunAsync(Source(Walk(100)), _ => { }, TestContext.Current.CancellationToken)))
        .Message.ShouldContain("the lint needs more than");

    [Fact]
    public async Task Martingale_RandomWalk_IsNearTheory()
    {
        var report = await new MartingaleJob().RunAsync(Source(Walk(20 * 1440)), _ => { }, TestContext.Current.CancellationToken);
        report.Segments.ShouldBe(1);
        foreach (var row in report.Rows)
        {
            row.MeanRSquared.ShouldBe(Martingale.RSquared(row.Target), 0.05);
            row.MeanAccuracy.ShouldBe(Martingale.DirectionalAccuracy(row.Target), 0.02);
        }

        report.Signs.Average(sign => sign.ReturnCorrelation).ShouldBe(-0.870, 0.02);
        MartingaleMarkdown.Of(report).ShouldContain("| 75/15 | BQX60 | 0.5145 | 0.503 |");
    }

    [Fact]
    public async Task Martingale_LongSilence_CutsASegment()
    {
        var minutes = Walk(600).ToList();
        minutes.RemoveRange(300, 31);
        var report = await new MartingaleJob().RunAsync(Source(minutes), _ => { }, TestContext.Current.CancellationToken);
        report.Segments.ShouldBe(2);
        report.Rows[0].Pairs[0].Minutes.ShouldBe(300 - 90 + 269 - 90);
    }

    [Fact]
    public async Task Martingale_NoBars_SaysSo() =>
        (await Should.ThrowAsync<FaultException>(() =>
            new MartingaleJob().RunAsync(Source([]), _ => { }, TestContext.Current.CancellationToken)))
        .Message.ShouldContain("hold no bars");

    private static IEnumerable<MinuteBars> Walk(int minutes) =>
        new SyntheticMarket(12, SyntheticOptions.GaussianWalk).Generate(From, From + (minutes * 7 / 5) + 1440).Take(minutes);

    private static MinuteSource Source(IEnumerable<MinuteBars> minutes) => new("test bars", minutes.ToAsyncEnumerable());

    private static void Drop(List<MinuteBars> minutes, Pair pair, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            minutes[i] = minutes[i] with { Bars = minutes[i].Bars.ToArray().Where(bar => bar.Pair != pair).ToArray() };
        }
    }
}
