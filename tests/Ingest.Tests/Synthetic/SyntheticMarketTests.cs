using System.Runtime.InteropServices;
using Bqx.Core;
using Bqx.Ingest.Synthetic;

namespace Bqx.Ingest.Tests.Synthetic;

public sealed class SyntheticMarketTests
{
    private static readonly Minute Start = MarketCalendar.WeekOpen(900);

    [Fact]
    public void Generate_SameSeed_GivesTheSameBytesOnAnyMachine()
    {
        // Worked out once; a change here changes every result that a seed stands for.
        Hash(Bars(7, SyntheticOptions.Default, 1440)).ShouldBe("b6510e1dd2bd9184f1f0f58da4052fe935c7e6e3948c1b56de065610ae4bef6e");
        Hash(Bars(8, SyntheticOptions.Default, 1440)).ShouldNotBe(Hash(Bars(7, SyntheticOptions.Default, 1440)));
    }

    [Fact]
    public void Generate_LaterEnd_OnlyAppends()
    {
        var shorter = Bars(3, SyntheticOptions.Default, 2000);
        var longer = Bars(3, SyntheticOptions.Default, 3000);
        longer[..shorter.Length].ShouldBe(shorter);
    }

    [Fact]
    public void Generate_TwoWeeks_CoversMarketMinutesOnly()
    {
        var minutes = Minutes(1, SyntheticOptions.GaussianWalk, 14 * 1440).ToList();
        minutes.Count.ShouldBe(14_400);
        minutes.ShouldAllBe(minute => MarketCalendar.IsOpen(minute.Close) && minute.Bars.Length == Pair.Count);
        minutes[0].Close.ShouldBe(Start + 1);
        minutes[7200].Close.ShouldBe(MarketCalendar.WeekOpen(901) + 1);
    }

    [Fact]
    public void Generate_Bars_AreWellFormed()
    {
        var minutes = Minutes(2, SyntheticOptions.Default, 3 * 1440).ToList();
        minutes.ShouldAllBe(minute => minute.Bars.ToArray().All(bar => bar.Close == minute.Close));
        minutes.ShouldAllBe(minute => minute.Bars.ToArray().Select(bar => bar.Pair.Index).SequenceEqual(
            minute.Bars.ToArray().Select(bar => bar.Pair.Index).Distinct().Order()));
        minutes.SelectMany(minute => minute.Bars.ToArray()).ShouldAllBe(bar => BarChecker.CheckAlone(bar) == BarRejection.None);
    }

    [Fact]
    public void Generate_Triangles_CloseWithinRounding()
    {
        var (a, b, c) = (Pair.Parse("EURUSD").Index, Pair.Parse("EURGBP").Index, Pair.Parse("GBPUSD").Index);
        foreach (var minute in Minutes(4, SyntheticOptions.GaussianWalk, 1440))
        {
            var bars = minute.Bars.Span;

            // Each price is within half a tick (5e-6): so is the product within 5e-6·(1.4 + 0.9 + 1).
            (bars[b].ClosePrice * bars[c].ClosePrice).ShouldBe(bars[a].ClosePrice, 1.7e-5);
        }
    }

    [Fact]
    public void Generate_GaussianWalk_HasTheStatedVarianceAndNoMemory()
    {
        var returns = Returns(Bars(5, SyntheticOptions.GaussianWalk, 42 * 1440), Pair.Parse("EURUSD"));
        var deviation = Math.Sqrt(returns.Average(r => r * r));

        // √(0.8² + 0.8²) bp, standard error 0.35 %, plus rounding to 0.1 bp ticks.
        deviation.ShouldBe(1.1314e-4, 0.02e-4);
        (returns.Average(r => Math.Pow(r / deviation, 4)) - 3).ShouldBe(0, 0.1);
        Correlation(returns[1..], returns[..^1]).ShouldBe(0, 0.015);
    }

    [Fact]
    public void Generate_DefaultMarket_HasFatTailsAndSessions()
    {
        var bars = Bars(6, SyntheticOptions.Default, 28 * 1440);
        var returns = Returns(bars, Pair.Parse("EURUSD"));
        var variance = returns.Average(r => r * r);
        (returns.Average(r => r * r * r * r) / (variance * variance)).ShouldBeGreaterThan(5);

        double Volatility(int hour) => Math.Sqrt(Series(bars, Pair.Parse("EURUSD")).Zip(Series(bars, Pair.Parse("EURUSD")).Skip(1))
            .Where(two => MarketCalendar.NumberOf(two.Second.Close) % 1440 / 60 == hour)
            .Average(two => Math.Pow(Math.Log(two.Second.ClosePrice / two.First.ClosePrice), 2)));
        Volatility(16).ShouldBeGreaterThan(1.8 * Volatility(4));
    }

    [Theory]
    [InlineData(0.3, 0.3)]
    [InlineData(0.0, 0.0)]
    [InlineData(-0.2, -0.2)]
    public void Generate_PlantedComponent_GivesItsCorrelation(double planted, double seen)
    {
        // Eight weeks of all 28 pairs pooled: about 57,600/28.5 · 7 independent samples, standard error near 0.009.
        var bars = Bars(11, SyntheticOptions.GaussianWalk with { InformationCoefficient = planted }, 56 * 1440);
        double xy = 0, xx = 0, yy = 0;
        foreach (var pair in Pair.All)
        {
            var closes = Series(bars, pair).Select(bar => bar.ClosePrice).ToArray();
            var bqx = new double[closes.Length - 60];
            var sum = closes[..60].Sum();
            for (var t = 60; t < closes.Length; t++)
            {
                bqx[t - 60] = (sum / closes[t]) - 60;
                sum += closes[t] - closes[t - 60];
            }

            for (var t = 0; t + 60 < bqx.Length; t++)
            {
                xy += bqx[t] * bqx[t + 60];
                xx += bqx[t] * bqx[t];
                yy += bqx[t + 60] * bqx[t + 60];
            }
        }

        (xy / Math.Sqrt(xx * yy)).ShouldBe(seen, 0.03);
    }

    [Fact]
    public void Generate_MissingRate_LeavesThatShareOut()
    {
        var options = SyntheticOptions.GaussianWalk with { MissingRate = 0.1 };
        var minutes = Minutes(9, options, 5 * 1440).ToList();
        (minutes.Sum(minute => minute.Bars.Length) / (28.0 * minutes.Count)).ShouldBe(0.9, 0.005);
    }

    [Fact]
    public void Generate_Gaps_LastFiveToFortyFiveMinutes()
    {
        var options = SyntheticOptions.GaussianWalk with { GapsPerDay = 1 };
        var pair = Pair.Parse("NZDCAD");
        var numbers = Series(Bars(10, options, 56 * 1440), pair).Select(bar => MarketCalendar.NumberOf(bar.Close)).ToArray();
        var gaps = numbers.Zip(numbers.Skip(1), (a, b) => b - a - 1).Where(gap => gap > 0).ToList();
        gaps.Count.ShouldBeInRange(20, 65);
        gaps.Min().ShouldBeGreaterThanOrEqualTo(5);
        gaps.Max().ShouldBeInRange(40, 90);
    }

    [Fact]
    public void Generate_Spreads_LowerTheBid()
    {
        var mid = Bars(12, SyntheticOptions.GaussianWalk, 1440);
        var bid = Bars(12, SyntheticOptions.GaussianWalk with { Spreads = true }, 1440);
        var eurUsd = Pair.Parse("EURUSD").Index;
        (mid[eurUsd].CloseTicks - bid[eurUsd].CloseTicks).ShouldBe(15);
        (mid[(600 * 28) + eurUsd].CloseTicks - bid[(600 * 28) + eurUsd].CloseTicks).ShouldBe(5);
    }

    private static IEnumerable<MinuteBars> Minutes(long seed, SyntheticOptions options, int clockMinutes) =>
        new SyntheticMarket(seed, options).Generate(Start, Start + clockMinutes);

    private static Bar[] Bars(long seed, SyntheticOptions options, int clockMinutes) =>
        [.. Minutes(seed, options, clockMinutes).SelectMany(minute => minute.Bars.ToArray())];

    private static IEnumerable<Bar> Series(Bar[] bars, Pair pair) => bars.Where(bar => bar.Pair == pair);

    private static double[] Returns(Bar[] bars, Pair pair)
    {
        var closes = Series(bars, pair).Select(bar => Math.Log(bar.ClosePrice)).ToArray();
        return [.. closes.Zip(closes.Skip(1), (before, after) => after - before)];
    }

    private static double Correlation(double[] x, double[] y)
    {
        var (mx, my) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum()
            / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }

    private static string Hash(Bar[] bars)
    {
        var values = bars.SelectMany(bar => new[] { bar.Pair.Index, bar.Close.Value, bar.OpenTicks, bar.HighTicks, bar.LowTicks, bar.CloseTicks });
        return Digest.Of(MemoryMarshal.AsBytes<int>(values.ToArray())).ToString();
    }
}
