namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 14: the averages of differences from today's value, which are exact.</summary>
internal static class NaiveMovingAverages
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        // Beyond 30 periods an exponential weight is below 1e-26.
        var count = Math.Min(view.Count, 200 * 30);
        var price = Enumerable.Range(0, count).Select(i => Below(view, i)).ToArray();
        var bqx = NaiveSixty.Of(view, count);
        var below = bqx.Select(value => bqx[0] - value).ToArray();
        var unit = view.P(0) * view.Sigma;
        var bqxUnit = view.Sigma * Math.Sqrt(Enumerable.Range(1, 60).Sum(k => k * k));
        foreach (var n in new[] { 5, 10, 20, 50, 100, 200 })
        {
            // Standard deviation on a walk of unit steps: the weights of the steps, squared and summed.
            var simple = Math.Sqrt(Enumerable.Range(1, n - 1).Sum(k => Math.Pow((double)k / n, 2)));
            var decay = 1 - (2.0 / (n + 1));
            var exponential = Math.Sqrt(Enumerable.Range(1, 20_000).Sum(k => Math.Pow(decay, 2 * k)));
            values[$"ma_price_sma{n}_z"] = price[..n].Average() / (unit * simple);
            values[$"ma_price_ema{n}_z"] = Exponential(price, n) / (unit * exponential);
            values[$"ma_bqx_sma{n}_z"] = below[..n].Average() / bqxUnit;
            values[$"ma_bqx_ema{n}_z"] = Exponential(below, n) / bqxUnit;
        }
    }

    private static double Below(NaiveView view, int i)
    {
        var bar = view.BarAt(i);
        return (double)(view.P(0) - ((bar.HighTicks + bar.LowTicks + bar.CloseTicks) / 3m));
    }

    private static double Exponential(double[] values, int n)
    {
        var alpha = 2.0 / (n + 1);
        var sum = values.Select((value, k) => alpha * Math.Pow(1 - alpha, k) * value).Sum();
        return sum + (Math.Pow(1 - alpha, values.Length) * values[^1]);
    }
}
