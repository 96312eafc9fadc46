using Bqx.Core;

namespace Bqx.Features.Tests.Oracle;

/// <summary>Families 17, X2 and X3, from the names of the pairs.</summary>
internal static class NaiveCrossPair
{
    private static readonly string[] Currencies = ["EUR", "GBP", "AUD", "NZD", "USD", "CAD", "CHF", "JPY"];

    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        var sisters = Sisters(view);
        for (var slot = 0; slot < sisters.Count; slot++)
        {
            var (sister, sign) = sisters[slot];
            var name = $"s{slot + 1:00}";
            var now = sign * Correlation(view, sister, 60);
            values[$"x_corr_{name}_w60"] = now;
            values[$"x_corr_{name}_w240"] = sign * Correlation(view, sister, 240);
            values[$"x_volatility_{name}"] = Math.Log(Volatility(view) / Volatility(sister));
            var before = sign * Correlation(view.Ago(60), sister.Ago(60), 60);
            values[$"x_corr_drift_{name}"] = Math.Clamp(Fisher(now) - Fisher(before), -3, 3);
        }

        var (ofBase, ofQuote) = (view.Pair.Name[..3], view.Pair.Name[3..]);
        foreach (var window in new[] { 15, 60, 240 })
        {
            values[$"x_strength_base_w{window}"] = Strength(view, ofBase, window);
            values[$"x_strength_quote_w{window}"] = Strength(view, ofQuote, window);
            values[$"x_strength_diff_w{window}"] = Strength(view, ofBase, window) - Strength(view, ofQuote, window);
        }

        AddTriangles(view, sisters, values);
        AddFactors(view, values);
    }

    /// <summary>The twelve sisters with their signs, by slot.</summary>
    public static List<(NaiveView View, int Sign)> Sisters(NaiveView view)
    {
        var (ofBase, ofQuote) = (view.Pair.Name[..3], view.Pair.Name[3..]);
        return [.. Currencies.Except([ofBase, ofQuote]).SelectMany(other => new[] { Leg(view, ofBase, other), Leg(view, other, ofQuote) })];
    }

    private static (NaiveView View, int Sign) Leg(NaiveView view, string priced, string price) =>
        Pair.TryParse(priced + price, out var pair) ? (view.Of(pair), 1) : (view.Of(Pair.Parse(price + priced)), -1);

    private static double Correlation(NaiveView one, NaiveView other, int window)
    {
        var x = Enumerable.Range(0, window).Select(one.Return).ToArray();
        var y = Enumerable.Range(0, window).Select(other.Return).ToArray();
        var (xx, yy) = (Sum(x, x), Sum(y, y));
        return xx <= Math.Pow(0.5 / one.P(0), 2) || yy <= Math.Pow(0.5 / other.P(0), 2) ? 0 : Sum(x, y) / Math.Sqrt(xx * yy);
    }

    private static double Sum(double[] x, double[] y) => x.Zip(y, (a, b) => (a - x.Average()) * (b - y.Average())).Sum();

    private static double Fisher(double correlation) => Math.Atanh(Math.Clamp(correlation, -0.999, 0.999));

    private static double Volatility(NaiveView view) =>
        Math.Max(Math.Sqrt(Enumerable.Range(0, 60).Average(i => Math.Pow(view.Return(i), 2))), 0.5 / view.P(0));

    private static double Strength(NaiveView view, string currency, int window) => Pair.All
        .Where(pair => pair.Name.Contains(currency, StringComparison.Ordinal))
        .Average(pair => (pair.Name.StartsWith(currency, StringComparison.Ordinal) ? 1 : -1) * Move(view.Of(pair), window));

    private static double Move(NaiveView view, int window) =>
        Math.Log((double)view.P(0) / view.P(window)) / (view.Sigma * Math.Sqrt(window));

    private static void AddTriangles(NaiveView view, List<(NaiveView View, int Sign)> sisters, IDictionary<string, double> values)
    {
        for (var k = 0; k < 6; k++)
        {
            var (first, second) = (sisters[2 * k], sisters[(2 * k) + 1]);
            var residuals = Enumerable.Range(0, 240)
                .Select(i => Log(view, i) - (first.Sign * Log(first.View, i)) - (second.Sign * Log(second.View, i)))
                .ToArray();
            var mean = residuals.Average();
            var deviation = Math.Sqrt(residuals.Average(e => (e - mean) * (e - mean)));
            values[$"x_triangle_z{k + 1}"] = (residuals[0] - mean) / Math.Max(deviation, 1e-6);
        }
    }

    private static double Log(NaiveView view, int i) =>
        Math.Log(view.P(i) / (view.Pair.Name.EndsWith("JPY", StringComparison.Ordinal) ? 1e3 : 1e5));

    private static void AddFactors(NaiveView view, IDictionary<string, double> values)
    {
        var s = Currencies.ToDictionary(currency => currency, currency => Strength(view, currency, 120));
        values["x_factor_dollar_w120"] = s["USD"];
        values["x_factor_haven_w120"] = (s["CHF"] + s["JPY"] - s["AUD"] - s["NZD"]) / 2;
        values["x_factor_commodity_w120"] =
            ((s["AUD"] + s["NZD"] + s["CAD"]) / 3) - ((s["EUR"] + s["GBP"] + s["CHF"] + s["JPY"]) / 4);
        values["x_factor_europe_w120"] =
            ((s["EUR"] + s["GBP"] + s["CHF"]) / 3) - ((s["AUD"] + s["NZD"] + s["USD"] + s["CAD"] + s["JPY"]) / 5);
        values["x_factor_channel_w120"] = s["GBP"] - s["EUR"];
    }
}
