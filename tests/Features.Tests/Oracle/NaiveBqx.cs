namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 1.</summary>
internal static class NaiveBqx
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        var p = Enumerable.Range(0, 77).Select(view.P).ToArray();
        var z = new List<double>();
        foreach (var window in new[] { 15, 30, 45, 60, 75 })
        {
            var past = p[1..(window + 1)].Select(ticks => (decimal)ticks).ToArray();
            var mean = past.Average();
            var prefix = $"bqx_w{window}_";
            values[prefix + "return"] = (double)(past.Sum(price => price - p[0]) / p[0]);
            values[prefix + "max"] = (double)((past.Max() / p[0]) - 1);
            values[prefix + "min"] = (double)((past.Min() / p[0]) - 1);
            values[prefix + "avg"] = (double)((mean / p[0]) - 1);
            values[prefix + "stdev"] = Math.Sqrt((double)past.Average(price => (price - mean) * (price - mean))) / p[0];
            values[prefix + "endpoint"] = (double)((past[^1] / p[0]) - 1);
            z.Add(view.Z(window));
        }

        values["bqx_agg_mean"] = z.Average();
        values["bqx_agg_max"] = z.Max();
        values["bqx_agg_min"] = z.Min();
        values["bqx_agg_slope"] = ((-2 * z[0]) - z[1] + z[3] + (2 * z[4])) / 10;
        values["bqx_agg_std"] = Math.Sqrt(z.Average(x => Math.Pow(x - z.Average(), 2)));
        values["bqx_agg_range75_sigma"] = (p[..76].Max() - p[..76].Min()) / (p[0] * view.Sigma);
        values["bqx_agg_volatility"] = Math.Sqrt(Enumerable.Range(0, 75).Average(i => Math.Pow(view.Return(i), 2))) / view.Sigma;
    }
}
