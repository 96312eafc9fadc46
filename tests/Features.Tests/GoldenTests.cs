using Bqx.Core;

namespace Bqx.Features.Tests;

public sealed class GoldenTests
{
    [Fact]
    public void Bqx_SteadilyRisingSeries_IsNegative()
    {
        var engine = new FeatureEngine();
        var first = MarketCalendar.NumberOf(MarketCalendar.WeekOpen(900) + 1);
        var pair = Pair.Parse("EURUSD");
        for (var i = 0; i < 700; i++)
        {
            var close = MarketCalendar.CloseOf(first + i);
            var price = 100_000 + i;
            engine.Advance(close, [new Bar(pair, close, price, price, price, price)]);
        }

        var values = new float[FeatureCatalogue.Schema.Count];
        engine.TryRead(pair, values).ShouldBeTrue();
        foreach (var window in Window.Bqx)
        {
            // Σ (P[t−i] − P[t]) = −W(W+1)/2 for a rise of one tick a minute.
            var expected = -(window.Minutes * (window.Minutes + 1) / 2) / 100_699.0;
            values[FeatureCatalogue.Schema.IndexOf(FeatureNames.Bqx(window))].ShouldBe((float)expected);
        }

        values.ShouldAllBe(value => float.IsFinite(value));
    }
}
