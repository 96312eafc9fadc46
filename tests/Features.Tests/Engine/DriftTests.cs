using Bqx.Core;
using Bqx.Features.Tests.Oracle;

namespace Bqx.Features.Tests.Engine;

/// <summary>Rounding does not pile up: after a million market minutes the engine still agrees with the formulas.</summary>
public sealed class DriftTests
{
    private const int Minutes = 1_000_000;

    // The other pairs come late: cross-pair features need them, but not for a million minutes.
    private const int Together = 2500;

    // What the naive formulas see: the slowest of the weights has fallen to 1e-10 by then.
    private const int Remembered = 50_000;

    [Fact]
    public void Features_AfterAMillionMinutes_EqualTheNaiveOnes()
    {
        Pair[] pairs = [Pair.Parse("EURUSD"), Pair.Parse("USDJPY")];
        var engine = new FeatureEngine();
        var random = new Random(29);
        var prices = Enumerable.Repeat(120_000, Pair.Count).ToArray();
        var recent = new List<MinuteBars>();
        for (var i = 0; i < Minutes; i++)
        {
            var minute = Step(i < Minutes - Together ? pairs : [.. Pair.All], prices, random, TestBars.FirstNumber + i);
            engine.Advance(minute.Close, minute.Bars.Span);
            if (i >= Minutes - Remembered)
            {
                recent.Add(minute);
            }
        }

        var market = FilledSeries.Of(recent);
        var values = new float[FeatureCatalogue.Schema.Count];
        foreach (var pair in pairs)
        {
            engine.Status(pair).History.ShouldBe(Minutes);
            engine.TryRead(pair, values).ShouldBeTrue();
            var view = new NaiveView(market, pair, TestBars.FirstNumber + Minutes - 1);
            OracleTests.AssertEqual(values, NaiveFeatures.Of(view), view.Close);
        }
    }

    // A walk between two walls, quiet and lively by turns, with a leap now and then.
    private static MinuteBars Step(Pair[] pairs, int[] prices, Random random, int number)
    {
        var bars = new Bar[pairs.Length];
        var size = number / 5000 % 4 == 0 ? 3 : 40;
        for (var i = 0; i < pairs.Length; i++)
        {
            ref var price = ref prices[pairs[i].Index];
            var (open, leap) = (price, random.Next(4000) == 0 ? 2000 : 0);
            price = Math.Clamp(price + random.Next(-size, size + 1) + (random.Next(-1, 2) * leap), 60_000, 240_000);
            bars[i] = new Bar(
                pairs[i], MarketCalendar.CloseOf(number), open, Math.Max(open, price) + random.Next(5), Math.Min(open, price) - 2, price);
        }

        return new MinuteBars(MarketCalendar.CloseOf(number), bars);
    }
}
