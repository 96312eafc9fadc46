namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 11, by central moments.</summary>
internal static class NaiveMoments
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        var returns = Enumerable.Range(0, 631).Select(view.Return).ToArray();
        var bqx = NaiveSixty.Of(view, 631);
        foreach (var window in new[] { 30, 60, 120, 240, 630 })
        {
            Add(returns, window, 0.5 / view.P(0), "ret", values);
        }

        foreach (var window in new[] { 60, 240, 630 })
        {
            Add(bqx, window, 30.0 / view.P(0), "bqx", values);
        }
    }

    private static void Add(double[] x, int window, double least, string name, IDictionary<string, double> values)
    {
        var (now, before) = (Centred(x[..window]), Centred(x[1..(window + 1)]));
        var floor = least * least;
        var variance = Math.Max(now.Average(c => c * c), floor);
        var varianceBefore = Math.Max(before.Average(c => c * c), floor);
        values[$"mom_{name}_skew_w{window}"] = now.Average(c => c * c * c) / Math.Pow(variance, 1.5);
        values[$"mom_{name}_kurt_w{window}"] = (now.Average(c => c * c * c * c) / (variance * variance)) - 3;
        values[$"mom_{name}_ac1_w{window}"] =
            now.Zip(before, (one, other) => one * other).Average() / Math.Sqrt(variance * varianceBefore);
    }

    private static double[] Centred(double[] x)
    {
        var mean = x.Average();
        return [.. x.Select(value => value - mean)];
    }
}
