using Bqx.Core;

namespace Bqx.Features.Tests.Families;

public sealed class RegimeTests
{
    private static readonly Pair One = Pair.Parse("AUDCAD");

    [Fact]
    public void Jumps_OneFallTenMinutesAgo_IsCountedAndRemembered()
    {
        // Up and down by one tick, and one fall of forty.
        var closes = Enumerable.Range(0, 1600).Select(i => 100_000 + (i % 2) - (i >= 1589 ? 40 : 0)).ToArray();
        Read(closes, "regime_jump_count_w60").ShouldBe(1);
        Read(closes, "regime_jump_count_w240").ShouldBe(1);
        Read(closes, "regime_jump_net_w240").ShouldBe(-1);
        Read(closes, "regime_jump_last_z").ShouldBe(-20);
        Read(closes, "regime_jump_age").ShouldBe((float)(Math.Log(11) / Math.Log(1200)));
        Read(closes, "regime_jump_share_w240").ShouldBe(39f * 39 / ((39 * 39) + 239));
    }

    [Fact]
    public void Persistence_AlternatingPrice_IsFullReversion()
    {
        var closes = Enumerable.Range(0, 1500).Select(i => 100_000 + (i % 2)).ToArray();
        Read(closes, "regime_variance_ratio2_w240").ShouldBe(0);
        Read(closes, "regime_variance_ratio5_w240").ShouldBe(0.2f);
        Read(closes, "regime_ar1_w240").ShouldBe(-1);
        Read(closes, "regime_half_life_w240").ShouldBe((float)(Math.Log(2) / 480));
        Read(closes, "regime_run").ShouldBe(1 / 15f);
        Read(closes, "regime_vol_mid").ShouldBe(1);
    }

    [Fact]
    public void Persistence_SteadyFall_IsAStrongBear()
    {
        var closes = Enumerable.Range(0, 1500).Select(i => 100_000 - i).ToArray();
        Read(closes, "regime_strong_bear").ShouldBe(1);
        Read(closes, "regime_age").ShouldBe(1);
        Read(closes, "regime_transitions_w120").ShouldBe(0);
        Read(closes, "regime_trend_w240").ShouldBe(-1);
        Read(closes, "regime_alignment").ShouldBe(-1);
        Read(closes, "regime_variance_ratio60_w240").ShouldBe(60);
        Read(closes, "regime_half_life_w240").ShouldBe(1);
        Read(closes, "regime_run").ShouldBe(-1);
    }

    private static float Read(int[] closes, string name)
    {
        var engine = new FeatureEngine();
        foreach (var minute in TestBars.Of(One, closes))
        {
            engine.Advance(minute.Close, minute.Bars.Span);
        }

        var values = new float[FeatureCatalogue.Schema.Count];
        engine.TryRead(One, values).ShouldBeTrue();
        return values[FeatureCatalogue.Schema.IndexOf(name)];
    }
}
