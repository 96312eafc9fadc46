namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 2.</summary>
internal static class NaiveRegression
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        foreach (var window in NaiveFits.Windows)
        {
            Add(values, NaiveFits.OfPrice(view, window), view.Sigma);
        }
    }

    private static void Add(IDictionary<string, double> values, NaiveFit fit, double sigma)
    {
        var n = fit.N;
        var price = (double)fit.Last;
        var (floored1, floored2) = (Math.Max(fit.LineResiduals, n / 12), Math.Max(fit.ParabolaResiduals, n / 12));
        var walk = Enumerable.Range(0, (int)n + 1).Sum(k => Math.Pow((double)(k * (n - k)), 2)) / (4 * Math.Pow((double)fit.Centred, 2));

        var prefix = $"reg_price_w{n}_";
        values[prefix + "slope_z"] = (double)fit.B1 / (price * sigma * Math.Sqrt(walk));
        values[prefix + "intercept_rel"] = ((double)fit.B0 / price) - 1;
        values[prefix + "r2_lin"] = fit.Total == 0 ? 0 : (double)(1 - (fit.LineResiduals / fit.Total));
        values[prefix + "t_slope"] = (double)fit.B1 / Math.Sqrt((double)(floored1 / (n - 2) / fit.Centred));
        values[prefix + "lin_term"] = (double)fit.Linear / price;
        values[prefix + "quad_term"] = (double)fit.Quadratic / price;
        values[prefix + "const_rel"] = ((double)fit.A0 / price) - 1;
        values[prefix + "r2_quad"] = fit.Total == 0 ? 0 : (double)(1 - (fit.ParabolaResiduals / fit.Total));
        values[prefix + "rmse_rel"] = Math.Sqrt((double)(floored2 / n)) / price;
        values[prefix + "end_resid_z"] = fit.EndResidual(n / 12);
        var apex = fit.A2 == 0 ? 0 : (double)(((-fit.A1 / (2 * fit.A2)) - ((n - 1) / 2)) / ((n - 1) / 2));
        values[prefix + "apex_pos"] = Math.Clamp(apex, -3, 3);
        values[prefix + "delta_r2"] = values[prefix + "r2_quad"] - values[prefix + "r2_lin"];
    }
}
