namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 10.</summary>
internal static class NaiveVolatility
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        values["vol_ewma_h240"] = view.Sigma;
        var tick = 1.0 / view.P(0);
        foreach (var halfLife in new[] { 15, 60, 960 })
        {
            values[$"vol_ewma_h{halfLife}"] = Math.Max(Ewma(view, halfLife), tick / 2);
        }

        foreach (var window in new[] { 5, 15, 30, 60, 120, 240, 630, 1440 })
        {
            values[$"vol_rv_w{window}"] = Rv(view, window);
            AddRanges(view, window, values);
        }

        foreach (var window in new[] { 60, 240, 1440 })
        {
            var squares = Squares(view, window).Sum();
            var bipower = Enumerable.Range(0, window - 1).Sum(i => Math.Abs(view.Return(i) * view.Return(i + 1)));
            values[$"vol_jump_w{window}"] =
                (squares - (Math.PI / 2 * window / (window - 1) * bipower)) / Math.Max(squares, tick * tick / 4);
        }

        AddVariations(view, tick, values);
        AddRatios(tick, values);
    }

    private static void AddRanges(NaiveView view, int window, IDictionary<string, double> values)
    {
        var bars = Enumerable.Range(0, window).Select(view.BarAt).ToList();
        var ranges = bars.ConvertAll(bar => Math.Pow(Math.Log((double)bar.HighTicks / bar.LowTicks), 2));
        var bodies = bars.ConvertAll(bar => Math.Pow(Math.Log((double)bar.CloseTicks / bar.OpenTicks), 2));
        values[$"vol_parkinson_w{window}"] = Math.Sqrt(ranges.Average() / (4 * Math.Log(2)));
        values[$"vol_garman_klass_w{window}"] =
            Math.Sqrt((0.5 * ranges.Average()) - (((2 * Math.Log(2)) - 1) * bodies.Average()));
    }

    private static void AddVariations(NaiveView view, double tick, IDictionary<string, double> values)
    {
        foreach (var window in new[] { 60, 240, 630 })
        {
            var rv = Enumerable.Range(0, window).Select(i => Rv(view.Ago(i), 15)).ToList();
            var mean = rv.Average();
            var deviation = Math.Sqrt(rv.Average(x => Math.Pow(x - mean, 2)));
            values[$"vol_of_vol_w{window}"] = Math.Max(deviation, 1e-4 * mean) / Math.Max(mean, tick / 2);
        }

        foreach (var window in new[] { 60, 240, 630, 1440 })
        {
            var signed = Enumerable.Range(0, window).Sum(i => Math.Sign(view.Return(i)) * Math.Pow(view.Return(i), 2));
            values[$"vol_semivariance_w{window}"] = signed / Math.Max(Squares(view, window).Sum(), tick * tick / 4);
        }
    }

    private static void AddRatios(double tick, IDictionary<string, double> values)
    {
        foreach (var (window, to) in new[] { (5, 60), (15, 120), (30, 240), (60, 630), (240, 1440) })
        {
            values[$"vol_ratio_w{window}_w{to}"] = values[$"vol_rv_w{window}"] / Math.Max(values[$"vol_rv_w{to}"], 0.02 * tick);
        }

        values["vol_ratio_parkinson_rv_w60"] =
            Math.Min(values["vol_parkinson_w60"] / Math.Max(values["vol_rv_w60"], 0.02 * tick), 10);
    }

    private static double Rv(NaiveView view, int window) => Math.Sqrt(Squares(view, window).Average());

    private static IEnumerable<double> Squares(NaiveView view, int window) =>
        Enumerable.Range(0, window).Select(i => view.Return(i) * view.Return(i));

    private static double Ewma(NaiveView view, int halfLife)
    {
        var weights = Enumerable.Range(0, view.Count - 1).Select(k => Math.Pow(2, -(double)k / halfLife)).ToList();
        return Math.Sqrt(weights.Select((weight, k) => weight * Math.Pow(view.Return(k), 2)).Sum() / weights.Sum());
    }
}
