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
        var entry = RealBars.Find(pair);
        Assert.SkipUnless(entry is not null, "The shared real bars are not at hand.");
        using var reader = new BarReader(entry!, new BarFileOptions(BarFormat.Csv));
        var bars = new Bar[20_000];
        var minutes = bars[..reader.Read(bars)].Select(bar => new MinuteBars(bar.Close, new[] { bar })).ToList();
        Compare(Pair.Parse(pair), minutes, every: 601);
    }

    [Fact]
    public void Features_FlatMarket_AreFiniteAndEqualTheNaiveOnes()
    {
        var pair = Pair.Parse("EURCHF");
        var minutes = TestBars.Of(pair, Enumerable.Repeat(108_000, 700)).ToList();
        Compare(pair, minutes, every: 10);
    }

    [Fact]
    public void Features_SteadyRise_EqualTheNaiveOnes()
    {
        // A perfect line: the residual is zero and its floor decides.
        var pair = Pair.Parse("EURCHF");
        Compare(pair, [.. TestBars.Of(pair, Enumerable.Range(100_000, 700))], every: 10);
    }

    [Fact]
    public void Features_HighestPrices_StayExact()
    {
        // The largest swings that the bound on ticks allows: 64-bit sums must not overflow.
        var pair = Pair.Parse("GBPJPY");
        var random = new Random(5);
        var prices = Enumerable.Range(0, 900).Select(i => i % 2 == 0 ? Bar.MaxTicks - random.Next(9) : Bar.MaxTicks - 900_000);
        Compare(pair, [.. TestBars.Of(pair, prices)], every: 50);
    }

    private static void Compare(Pair pair, IReadOnlyList<MinuteBars> minutes, int every)
    {
        var engine = new FeatureEngine();
        var series = FilledSeries.Of(pair, minutes);
        var values = new float[FeatureCatalogue.Schema.Count];
        var compared = 0;
        for (var i = 0; i < minutes.Count; i++)
        {
            engine.Advance(minutes[i].Close, minutes[i].Bars.Span);
            if (i % every == 0 && engine.TryRead(pair, values))
            {
                var length = MarketCalendar.NumberOf(minutes[i].Close) - series.First + 1;
                AssertEqual(values, NaiveFeatures.Of(series.Closes.AsSpan(0, length), minutes[i].Close), minutes[i].Close);
                compared++;
            }
        }

        compared.ShouldBeGreaterThanOrEqualTo(5);
    }

    private static void AssertEqual(float[] values, Dictionary<string, double> expected, Minute close)
    {
        expected.Count.ShouldBe(values.Length);
        foreach (var feature in FeatureCatalogue.All)
        {
            var (seen, right) = (values[FeatureCatalogue.Schema.IndexOf(feature.Name)], expected[feature.Name]);
            Math.Abs(seen - right).ShouldBeLessThanOrEqualTo(
                (1e-6 * Math.Abs(right)) + 2e-10, $"{feature.Name} at {close}: {seen:R} instead of {right:R}");
        }
    }
}
