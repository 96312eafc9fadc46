using Bqx.Core;
using Bqx.Ingest;
using Bqx.Ingest.Synthetic;

namespace Bqx.Features.Tests.Oracle;

public sealed class OracleTests
{
    [Theory]
    [InlineData("EURUSD", 1)]
    [InlineData("USDJPY", 2)]
    [InlineData("NZDCAD", 3)]
    public void Features_SyntheticBars_EqualTheNaiveOnes(string pair, long seed)
    {
        // Two and a half weeks over a change of New York's clock; gaps, jumps and weekends included.
        var from = MarketCalendar.WeekOpen(896);
        var minutes = new SyntheticMarket(seed, SyntheticOptions.Default).Generate(from, from + (18 * 1440)).ToList();
        Compare(Pair.Parse(pair), minutes, every: 457);
    }

    [Theory]
    [InlineData("EURUSD")]
    [InlineData("GBPJPY")]
    [InlineData("NZDCAD")] // the most gaps
    public void Features_RealBars_EqualTheNaiveOnes(string pair)
    {
        Assert.SkipUnless(RealBars.AreAtHand, "The shared real bars are not at hand.");
        var minutes = RealBars.Until(Minute.Exact(new DateTimeOffset(2017, 1, 12, 0, 0, 0, TimeSpan.Zero)));
        Compare(Pair.Parse(pair), minutes, every: 601);
    }

    [Fact]
    public void Features_FlatMarket_AreFiniteAndEqualTheNaiveOnes()
    {
        var pair = Pair.Parse("EURCHF");
        var minutes = TestBars.Of(pair, Enumerable.Repeat(108_000, 1600)).ToList();
        Compare(pair, minutes, every: 10);
    }

    [Fact]
    public void Features_SteadyRise_EqualTheNaiveOnes()
    {
        // A perfect line: the residual is zero and its floor decides.
        var pair = Pair.Parse("EURCHF");
        Compare(pair, [.. TestBars.Of(pair, Enumerable.Range(100_000, 1600))], every: 10);
    }

    [Fact]
    public void Features_HighestPrices_StayExact()
    {
        // The largest swings that the bound on ticks allows: 64-bit sums must not overflow.
        var pair = Pair.Parse("GBPJPY");
        var random = new Random(5);
        var prices = Enumerable.Range(0, 1800).Select(i => i % 2 == 0 ? Bar.MaxTicks - random.Next(9) : Bar.MaxTicks - 900_000);
        Compare(pair, [.. TestBars.Of(pair, prices)], every: 50);
    }

    private static void Compare(Pair pair, IReadOnlyList<MinuteBars> minutes, int every)
    {
        var engine = new FeatureEngine();
        var market = FilledSeries.Of(minutes);
        var values = new float[FeatureCatalogue.Schema.Count];
        var compared = 0;
        for (var i = 0; i < minutes.Count; i++)
        {
            engine.Advance(minutes[i].Close, minutes[i].Bars.Span);
            if (i % every == 0 && engine.TryRead(pair, values))
            {
                AssertEqual(values, NaiveFeatures.Of(new NaiveView(market, pair, MarketCalendar.NumberOf(minutes[i].Close))), minutes[i].Close);
                compared++;
            }
        }

        compared.ShouldBeGreaterThanOrEqualTo(5);
    }

    internal static void AssertEqual(float[] values, Dictionary<string, double> expected, Minute close)
    {
        expected.Keys.ShouldBe(FeatureCatalogue.Schema.Names, ignoreOrder: true);
        var wrong = FeatureCatalogue.All
            .Select((feature, i) => (feature.Name, Seen: (double)values[i], Right: expected[feature.Name], Tolerance: Absolute(feature.Family)))
            .Where(x => !(Math.Abs(x.Seen - x.Right) <= (1e-6 * Math.Abs(x.Right)) + x.Tolerance))
            .Select(x => $"{x.Name} at {close}: {x.Seen:R} instead of {x.Right:R}")
            .ToList();
        wrong.ShouldBeEmpty();
    }

    // Third and fourth moments cancel where a series hardly varies around a mean far from zero.
    private static double Absolute(FeatureFamily family) => family == FeatureFamily.Moments ? 3e-9 : 2e-10;
}
