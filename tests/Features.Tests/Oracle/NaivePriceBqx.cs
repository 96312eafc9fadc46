namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 18.</summary>
internal static class NaivePriceBqx
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        var square = Math.Pow(view.P(0), 2);
        var bqx = NaiveFits.BqxOf(view, 630).Select(value => (double)value).Reverse().ToArray();
        foreach (var window in new[] { 60, 240 })
        {
            var b = bqx[..window];
            foreach (var lag in new[] { 0, 1, 5, 15 })
            {
                var r = Enumerable.Range(lag, window).Select(view.Return).ToArray();
                values[$"pb_corr_w{window}_lag{lag}"] =
                    Covariance(r, b) / Math.Sqrt(Math.Max(Covariance(r, r), 1 / (6 * square)) * Math.Max(Covariance(b, b), 305 / square));
            }

            AddRegression(view, window, b, values);
        }

        foreach (var window in new[] { 60, 240, 630 })
        {
            var v = Covariance(bqx[..window], bqx[..window]);
            var u = Enumerable.Range(1, 60).Sum(k => k * k) * Enumerable.Range(0, window).Average(i => Math.Pow(view.Return(i), 2));
            values[$"pb_var_ratio_w{window}"] = (v - u) / Math.Max(v + u, 305 / square);
        }

        foreach (var window in NaiveFits.Windows)
        {
            var (a, b) = (values[$"reg_price_w{window}_r2_lin"], values[$"reg_bqx_w{window}_r2_lin"]);
            values[$"pb_r2_diff_w{window}"] = (a - b) / (a + b + 0.1);
            values[$"pb_slope_diff_w{window}"] = NaiveFitTerms.Difference(
                values[$"reg_price_w{window}_slope_z"], values[$"reg_bqx_w{window}_slope_z"]);
        }

        values["pb_sign_agreement_w60"] =
            Enumerable.Range(0, 60).Average(i => Math.Sign(view.P(i) - view.P(i + 1)) * Math.Sign(-bqx[i]));
    }

    private static void AddRegression(NaiveView view, int window, double[] b, IDictionary<string, double> values)
    {
        var square = Math.Pow(view.P(0), 2);
        var p = Enumerable.Range(0, window).Select(i => (double)view.P(i) / view.P(0)).ToArray();
        var (ofPrice, ofBqx) = (Math.Max(Covariance(p, p), 1 / (12 * square)), Math.Max(Covariance(b, b), 305 / square));
        var slope = Covariance(p, b) / ofBqx;
        var residual = Math.Max(ofPrice - (slope * Covariance(p, b)), ofPrice / 1e6);
        values[$"pb_resid_z_w{window}"] = (p[0] - p.Average() - (slope * (b[0] - b.Average()))) / Math.Sqrt(residual);
        values[$"pb_r2_w{window}"] = Math.Pow(Covariance(p, b), 2) / (ofPrice * ofBqx);
    }

    private static double Covariance(double[] x, double[] y) => NaiveFitTerms.Covariance(x, y);
}
