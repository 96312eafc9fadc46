using Bqx.Core;

namespace Bqx.Features.Tests.Engine;

public sealed class InvarianceTests
{
    private static readonly Pair One = Pair.Parse("AUDCAD");

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(13)]
    public void Features_PricesTimesC_AreTheSame(int c)
    {
        var closes = Walk(1900, 150_000, 40);
        var (plain, scaled) = (Read(closes), Read([.. closes.Select(close => close * c)]));
        foreach (var feature in FeatureCatalogue.All)
        {
            var index = FeatureCatalogue.Schema.IndexOf(feature.Name);
            scaled[index].ShouldBe(plain[index], 3e-6 * Math.Max(1e-3, Math.Abs(plain[index])), feature.Name);
        }
    }

    [Theory]
    [InlineData("vol_ewma_h240", 1)]
    [InlineData("bqx_w60_return", -1)]
    [InlineData("bqx_w15_endpoint", -1)]
    [InlineData("bqx_agg_mean", -1)]
    [InlineData("bqx_agg_volatility", 1)]
    [InlineData("bqx_agg_range75_sigma", 1)]
    [InlineData("reg_price_w60_slope_z", -1)]
    [InlineData("reg_price_w630_t_slope", -1)]
    [InlineData("reg_price_w240_r2_quad", 1)]
    [InlineData("reg_price_w90_end_resid_z", -1)]
    [InlineData("reg_price_w150_lin_term", -1)]
    [InlineData("reg_bqx_w60_slope_z", -1)]
    [InlineData("reg_bqx_w390_quad_term", -1)]
    [InlineData("reg_bqx_w240_r2_lin", 1)]
    [InlineData("reg_bqx_w630_rmse_rel", 1)]
    [InlineData("reg_price_w60_w90_slope_diff", -1)]
    [InlineData("reg_bqx_w60_w630_r2_diff", 1)]
    [InlineData("reg_price_w60_corr_resid_quad", 1)]
    [InlineData("reg_bqx_w60_corr_quad_lin", 1)]
    [InlineData("bqx_w75_lag45_z", -1)]
    [InlineData("reg_price_w150_lag30_slope_z", -1)]
    [InlineData("reg_bqx_w90_lag120_quad_z", -1)]
    [InlineData("pb_corr_w240_lag5", 1)]
    [InlineData("pb_var_ratio_w630", 1)]
    [InlineData("pb_slope_diff_w150", -1)]
    [InlineData("pb_resid_z_w60", -1)]
    [InlineData("pb_r2_w240", 1)]
    [InlineData("pb_sign_agreement_w60", 1)]
    [InlineData("ret_lag00_z", -1)]
    [InlineData("ret_lag59_z", -1)]
    [InlineData("vol_ewma_h960", 1)]
    [InlineData("vol_rv_w15", 1)]
    [InlineData("vol_rv_w1440", 1)]
    [InlineData("vol_jump_w240", 1)]
    [InlineData("vol_of_vol_w60", 1)]
    [InlineData("vol_ratio_w60_w630", 1)]
    [InlineData("vol_semivariance_w240", -1)]
    [InlineData("mom_ret_skew_w240", -1)]
    [InlineData("mom_ret_kurt_w240", 1)]
    [InlineData("mom_bqx_skew_w630", -1)]
    [InlineData("mom_bqx_ac1_w60", 1)]
    [InlineData("band_price_z_w120", -1)]
    [InlineData("band_price_width_w240", 1)]
    [InlineData("band_bqx_z_w50", -1)]
    [InlineData("band_bqx_width_w630", 1)]
    [InlineData("osc_rsi14", -1)]
    [InlineData("osc_macd_signal", -1)]
    [InlineData("osc_er20", 1)]
    [InlineData("osc_bqx_rsi21", -1)]
    [InlineData("osc_bqx_cci20", -1)]
    [InlineData("ma_price_sma20_z", -1)]
    [InlineData("ma_price_ema50_z", -1)]
    [InlineData("ma_bqx_sma50_z", -1)]
    [InlineData("ma_bqx_ema10_z", -1)]
    [InlineData("regime_trend_w240", -1)]
    [InlineData("regime_alignment", -1)]
    [InlineData("regime_run", -1)]
    [InlineData("regime_variance_ratio5_w240", 1)]
    [InlineData("regime_vol_mid", 1)]
    [InlineData("x_corr_s01_w60", -1)]
    [InlineData("x_momentum_s02_lin_w60", -1)]
    [InlineData("x_momentum_s11_quad_w60", -1)]
    [InlineData("x_lead_s05_z_w60", 1)]
    [InlineData("m5_ret_lag1_z", -1)]
    [InlineData("m15_macd_hist_z", -1)]
    [InlineData("m15_rsi14", -1)]
    [InlineData("m5_slope20_z", -1)]
    [InlineData("m5_streak", -1)]
    [InlineData("m15_alignment", -1)]
    [InlineData("m15_vol_ratio", 1)]
    [InlineData("bar_spread_roll_w240", 1)]
    [InlineData("x_corr_s02_w60", -1)]
    [InlineData("x_volatility_s03", 1)]
    [InlineData("x_corr_drift_s07", -1)]
    public void Features_PairTurnedOver_KeepOrChangeSign(string name, int sign)
    {
        // 1/P in ticks, both near 2e6 so that rounding is small; equal to first order in the (small) returns.
        var closes = Walk(1900, 2_000_000, 200);
        var turned = closes.Select(close => (int)Math.Round(4e12 / close)).ToArray();
        var index = FeatureCatalogue.Schema.IndexOf(name);
        var (own, other) = (Read(closes)[index], Read(turned)[index]);
        other.ShouldBe(sign * own, (0.03 * Math.Abs(own)) + 1e-6);
    }

    [Fact]
    public void Sigma_FlatMarket_IsHalfAPipette() =>
        Read([.. Enumerable.Repeat(125_000, 1500)])[FeatureCatalogue.Schema.IndexOf(FeatureNames.Sigma)].ShouldBe(0.5f / 125_000);

    private static int[] Walk(int count, int start, int step)
    {
        var random = new Random(17);
        var closes = new int[count];
        for (var i = 0; i < count; i++)
        {
            closes[i] = start += random.Next(-step, step + 1);
        }

        return closes;
    }

    private static float[] Read(int[] closes)
    {
        var engine = new FeatureEngine();
        foreach (var minute in TestBars.Of(One, closes))
        {
            engine.Advance(minute.Close, minute.Bars.Span);
        }

        var values = new float[FeatureCatalogue.Schema.Count];
        engine.TryRead(One, values).ShouldBeTrue();
        return values;
    }
}
