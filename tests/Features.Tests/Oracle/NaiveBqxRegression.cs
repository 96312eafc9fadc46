namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 3.</summary>
internal static class NaiveBqxRegression
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        foreach (var window in NaiveFits.Windows)
        {
            Add(values, NaiveFits.OfBqx(view, window), view);
        }
    }

    /// <summary>Least sum of squares: prices are rounded to ticks, each with a variance of 1/12.</summary>
    public static decimal Least(NaiveView view, int window, int lag = 0) =>
        window * ((60m * 60m) + 60m) / 12m / view.P(lag) / view.P(lag);

    private static void Add(IDictionary<string, double> values, NaiveFit fit, NaiveView view)
    {
        var n = fit.N;
        var least = Least(view, (int)n);
        var total = Math.Max(fit.Total, least);
        var (floored1, floored2) = (Math.Max(fit.LineResiduals, least), Math.Max(fit.ParabolaResiduals, least));

        var prefix = $"reg_bqx_w{n}_";
        values[prefix + "slope_z"] = (double)fit.Rise / (view.Sigma * NaiveFits.BqxDeviation((int)n, Rise));
        values[prefix + "intercept_rel"] = (double)(fit.B0 - fit.Last);
        values[prefix + "r2_lin"] = (double)((fit.Total - fit.LineResiduals) / total);
        values[prefix + "t_slope"] = (double)fit.B1 / Math.Sqrt((double)(floored1 / (n - 2) / fit.Centred));
        values[prefix + "lin_term"] = (double)fit.Linear;
        values[prefix + "quad_term"] = (double)fit.Quadratic;
        values[prefix + "const_rel"] = (double)(fit.A0 - fit.Last);
        values[prefix + "r2_quad"] = (double)((fit.Total - fit.ParabolaResiduals) / total);
        values[prefix + "rmse_rel"] = Math.Sqrt((double)(floored2 / n));
        values[prefix + "end_resid_z"] = fit.EndResidual(least);
        var (rise, quadratic) = ((double)fit.Rise, (double)fit.Quadratic);
        values[prefix + "apex_pos"] = Math.Clamp(-rise * quadratic / ((quadratic * quadratic) + 1e-16), -3, 3);
        values[prefix + "delta_r2"] = values[prefix + "r2_quad"] - values[prefix + "r2_lin"];
    }

    private static decimal Rise(NaiveFit fit) => fit.Rise;
}
