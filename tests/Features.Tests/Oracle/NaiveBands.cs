namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 12.</summary>
internal static class NaiveBands
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        var closes = Enumerable.Range(0, 631).Select(i => (double)view.P(i)).ToArray();
        var bars = Enumerable.Range(0, 630).Select(view.BarAt).ToArray();
        var bqx = NaiveSixty.Of(view, 631);
        var rounded = bqx.Select(value => Math.Round(Math.Clamp(value, -1023.0 / 1024, 1023.0 / 1024) * Math.Pow(2, 30))).ToArray();
        var bqxUnit = view.Sigma * Math.Sqrt(Enumerable.Range(1, 60).Sum(k => k * k));
        foreach (var window in new[] { 20, 50, 120, 240, 630 })
        {
            var (above, deviation) = Deviation(closes[..window]);
            values[$"band_price_z_w{window}"] = above / Math.Max(deviation, 0.5);
            values[$"band_price_width_w{window}"] = 4 * deviation / (closes[0] * view.Sigma * Math.Sqrt(window));
            values[$"band_price_donchian_w{window}"] =
                Position(closes[0], bars[..window].Min(bar => bar.LowTicks), bars[..window].Max(bar => bar.HighTicks));
            values[$"band_price_rank_w{window}"] = Rank(closes, window);

            (above, deviation) = Deviation(bqx[..window]);
            values[$"band_bqx_z_w{window}"] = above / Math.Max(deviation, 30 / closes[0]);
            values[$"band_bqx_width_w{window}"] = 4 * deviation / bqxUnit;
            values[$"band_bqx_donchian_w{window}"] = Position(rounded[0], rounded[..window].Min(), rounded[..window].Max());
            values[$"band_bqx_rank_w{window}"] = Rank(rounded, window);
        }
    }

    private static (double Above, double Deviation) Deviation(double[] x)
    {
        var shifted = x.Select(value => value - x[0]).ToList();
        var mean = shifted.Average();
        return (-mean, Math.Sqrt(shifted.Average(value => (value - mean) * (value - mean))));
    }

    private static double Position(double value, double lowest, double highest) =>
        highest > lowest ? (value - lowest) / (highest - lowest) : 0.5;

    private static double Rank(double[] x, int window)
    {
        var past = x[1..(window + 1)];
        return (past.Count(value => value < x[0]) + (past.Count(value => value == x[0]) / 2.0)) / window;
    }
}
