using Bqx.Core;

namespace Bqx.Features.Tests;

public sealed class GoldenTests
{
    [Fact]
    public void Bqx_SteadilyRisingSeries_IsNegative()
    {
        var engine = new FeatureEngine();
        var pair = Pair.Parse("EURUSD");
        foreach (var minute in TestBars.Of(pair, Enumerable.Range(100_000, 1500)))
        {
            engine.Advance(minute.Close, minute.Bars.Span);
        }

        var values = new float[FeatureCatalogue.Schema.Count];
        engine.TryRead(pair, values).ShouldBeTrue();
        foreach (var window in Window.Bqx)
        {
            // Σ (P[t−i] − P[t]) = −W(W+1)/2 for a rise of one tick a minute.
            var expected = -(window.Minutes * (window.Minutes + 1) / 2) / 101_499.0;
            values[FeatureCatalogue.Schema.IndexOf(FeatureNames.Bqx(window))].ShouldBe((float)expected);
        }

        values.ShouldAllBe(value => float.IsFinite(value));
    }
}
