using Bqx.Core;

namespace Bqx.Features.Tests.Oracle;

/// <summary>Every feature by its definition, with no rolling state: loops over the past, sums in decimal.</summary>
internal static class NaiveFeatures
{
    /// <summary>Values by name as of the last close.</summary>
    public static Dictionary<string, double> Of(ReadOnlySpan<int> closes, Minute close)
    {
        var p = closes.ToArray().Reverse().ToArray(); // p[i] = P[t−i]
        var sigma = Sigma(p);
        var values = new Dictionary<string, double> { ["vol_ewma_h240"] = sigma };
        AddBqx(values, p, sigma);
        foreach (var window in new[] { 60, 90, 150, 240, 390, 630 })
        {
            NaiveRegression.Add(values, [.. p[..window].Reverse().Select(ticks => (decimal)ticks)], sigma);
        }

        for (var lag = 0; lag < 60; lag++)
        {
            values[$"ret_lag{lag:00}_z"] = Math.Log((double)p[lag] / p[lag + 1]) / sigma;
        }

        NaiveTime.Add(values, close);
        return values;
    }

    private static double Sigma(int[] p)
    {
        var decay = Math.Pow(2, -1.0 / 240);
        double sum = 0, weight = 0, power = 1;
        for (var k = 0; k + 1 < p.Length; k++)
        {
            var r = Math.Log((double)p[k] / p[k + 1]);
            sum += power * r * r;
            weight += power;
            power *= decay;
        }

        return Math.Max(Math.Sqrt(sum / weight), 0.5 / p[0]);
    }

    private static void AddBqx(Dictionary<string, double> values, int[] p, double sigma)
    {
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
            var s2 = Enumerable.Range(1, window).Sum(i => (double)i * i);
            z.Add(values[prefix + "return"] / (sigma * Math.Sqrt(s2)));
        }

        values["bqx_agg_mean"] = z.Average();
        values["bqx_agg_max"] = z.Max();
        values["bqx_agg_min"] = z.Min();
        values["bqx_agg_slope"] = ((-2 * z[0]) - z[1] + z[3] + (2 * z[4])) / 10;
        values["bqx_agg_std"] = Math.Sqrt(z.Average(x => Math.Pow(x - z.Average(), 2)));
        values["bqx_agg_range75_sigma"] = (p[..76].Max() - p[..76].Min()) / (p[0] * sigma);
        values["bqx_agg_volatility"] =
            Math.Sqrt(Enumerable.Range(0, 75).Average(i => Math.Pow(Math.Log((double)p[i] / p[i + 1]), 2))) / sigma;
    }
}
