using Bqx.Learning.LeadLag;

namespace Bqx.Learning.Tests.LeadLag;

public sealed class GrangerPanelTests
{
    [Fact]
    public void Test_TwoSeries_EqualsTheTextbook()
    {
        var columns = IndependentReturns.Of(3, 1500, seed: 1);
        for (var t = 2; t < 1500; t++)
        {
            columns[1][t] += (0.2 * columns[0][t - 2]) - (0.3 * columns[1][t - 1]);
        }

        var (wald, lag, largest) = NaiveGranger.Test(columns[1], columns[0]);
        var result = new GrangerPanel(columns).Test(1)[0];
        result.Wald.ShouldBe(wald, 1e-6 * wald);
        result.Lag.ShouldBe(lag);
        result.Lag.ShouldBe(2);
        result.T.ShouldBe(largest, 1e-6 * Math.Abs(largest));
    }

    [Fact]
    public void Test_IndependentSeriesWithHeavyTails_RejectsNoMoreThanItShould()
    {
        const int Series = 28;
        var p = new List<double>();
        for (var seed = 0; seed < 4; seed++)
        {
            var panel = new GrangerPanel(IndependentReturns.Of(Series, 30_000, 100 + seed));
            for (var follower = 0; follower < Series; follower++)
            {
                p.AddRange(panel.Test(follower).Where((_, i) => i != follower).Select(test => ChiSquare.Survival(test.Wald, 15)));
            }
        }

        // 3024 tests: the standard error of a share of 5 % is 0.4 %.
        p.Count.ShouldBe(3024);
        p.Count(value => value <= 0.05).ShouldBeInRange(60, 189);
        FalseDiscovery.Threshold([.. p], 0.05).ShouldBe(-1);
    }

    [Fact]
    public void Test_SeriesThatStandsStill_IsNoLeaderAndNoFollower()
    {
        var columns = IndependentReturns.Of(2, 2000, seed: 3);
        columns[1].AsSpan().Clear();
        var panel = new GrangerPanel(columns);
        panel.Test(0)[1].ShouldBe((0, 1, 0));
        panel.Test(1)[0].ShouldBe((0, 1, 0));
    }
}
