namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 13: smoothings as weighted sums over the past, beyond which a weight is below 1e-17.</summary>
internal static class NaiveOscillators
{
    private const int Past = 1100;

    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        var count = Math.Min(view.Count, Past);
        var price = Enumerable.Range(0, count).Select(i => (double)view.P(i)).ToArray();
        var bqx = NaiveSixty.Of(view, count);
        var tick = 1 / price[0];
        AddRsi("osc_rsi", price, 0.01, values);
        AddRsi("osc_bqx_rsi", bqx, 0.01 * tick, values);
        AddMacd("osc_macd", price, price[0] * view.Sigma, values);
        AddMacd("osc_bqx_macd", bqx, view.Sigma * Math.Sqrt(73_810), values);
        AddStochastics(view, bqx, values);
        AddTwenties(view, price, bqx, values);
        AddDirectional(view, count, values);
        values["osc_roc12"] = Math.Log(price[0] / price[12]) / (view.Sigma * Math.Sqrt(12));
    }

    private static void AddRsi(string prefix, double[] x, double floor, IDictionary<string, double> values)
    {
        var changes = x.Zip(x.Skip(1), (now, before) => now - before).ToArray();
        foreach (var n in new[] { 7, 14, 21 })
        {
            values[$"{prefix}{n}"] = Wilder(changes, n) / Math.Max(Wilder([.. changes.Select(Math.Abs)], n), floor);
        }
    }

    private static void AddMacd(string prefix, double[] x, double unit, IDictionary<string, double> values)
    {
        // The line of each of the last minutes; the signal's weights beyond 300 minutes are below 1e-29.
        var lines = Enumerable.Range(0, Math.Min(300, x.Length)).Select(lag => Average(x[lag..], 12) - Average(x[lag..], 26)).ToArray();
        var signal = lines.Select((line, k) => 0.2 * Math.Pow(0.8, k) * line).Sum();
        values[prefix + "_line"] = lines[0] / unit;
        values[prefix + "_signal"] = signal / unit;
        values[prefix + "_histogram"] = (lines[0] - signal) / unit;
    }

    private static void AddStochastics(NaiveView view, double[] bqx, IDictionary<string, double> values)
    {
        var rounded = Rounded(bqx[..16]);
        var (price, other) = (new double[3], new double[3]);
        for (var lag = 0; lag < 3; lag++)
        {
            var bars = Enumerable.Range(lag, 14).Select(view.BarAt).ToList();
            price[lag] = Position(view.P(lag), bars.Min(bar => bar.LowTicks), bars.Max(bar => bar.HighTicks));
            var window = rounded[lag..(lag + 14)];
            other[lag] = Position((double)window[0], (double)window.Min(), (double)window.Max());
        }

        values["osc_stoch_k"] = price[0];
        values["osc_stoch_d"] = price.Average();
        values["osc_bqx_stoch_k"] = other[0];
        values["osc_bqx_stoch_d"] = other.Average();
    }

    private static void AddTwenties(NaiveView view, double[] price, double[] bqx, IDictionary<string, double> values)
    {
        var typical = Enumerable.Range(0, 20).Select(view.BarAt)
            .Select(bar => (bar.HighTicks + bar.LowTicks + bar.CloseTicks) / 3m).ToList();
        var mean = typical.Average();
        var deviation = typical.Average(value => Math.Abs(value - mean));
        values["osc_cci20"] = typical.Distinct().Count() == 1 ? 0 : (double)((typical[0] - mean) / deviation);
        var way = Way(price);
        values["osc_er20"] = way == 0 ? 0 : Math.Abs(price[0] - price[20]) / way;

        var rounded = Rounded(bqx[..21]);
        var roundedMean = rounded[..20].Average();
        var roundedDeviation = rounded[..20].Average(value => Math.Abs(value - roundedMean));
        values["osc_bqx_cci20"] = rounded[..20].Distinct().Count() == 1 ? 0 : (double)((rounded[0] - roundedMean) / roundedDeviation);
        var roundedWay = Enumerable.Range(0, 20).Sum(i => Math.Abs(rounded[i] - rounded[i + 1]));
        values["osc_bqx_er20"] = roundedWay == 0 ? 0 : (double)(Math.Abs(rounded[0] - rounded[20]) / roundedWay);
    }

    private static void AddDirectional(NaiveView view, int count, IDictionary<string, double> values)
    {
        var plus = new double[count - 1];
        var minus = new double[count - 1];
        var range = new double[count - 1];
        for (var i = 0; i < count - 1; i++)
        {
            var (bar, before) = (view.BarAt(i), view.BarAt(i + 1));
            var (up, down) = (bar.HighTicks - before.HighTicks, before.LowTicks - bar.LowTicks);
            plus[i] = up > down && up > 0 ? up : 0;
            minus[i] = down > up && down > 0 ? down : 0;
            range[i] = new[]
            {
                bar.HighTicks - bar.LowTicks, Math.Abs(bar.HighTicks - before.CloseTicks), Math.Abs(bar.LowTicks - before.CloseTicks),
            }.Max();
        }

        var directional = Enumerable.Range(0, count - 500).Select(lag =>
        {
            var (up, down) = (Wilder(plus[lag..(lag + 500)], 14), Wilder(minus[lag..(lag + 500)], 14));
            return Math.Abs(up - down) / Math.Max(up + down, 0.01);
        });
        values["osc_adx14"] = Wilder([.. directional], 14);
        var trueRange = Wilder(range, 14);
        values["osc_di_plus14"] = Wilder(plus, 14) / Math.Max(trueRange, 0.01);
        values["osc_di_minus14"] = Wilder(minus, 14) / Math.Max(trueRange, 0.01);
        values["osc_atr14"] = trueRange / (view.P(0) * view.Sigma);
    }

    private static double Wilder(double[] x, int n)
    {
        var (sum, weight) = (0.0, 1.0 / n);
        foreach (var value in x)
        {
            sum += weight * value;
            weight *= 1 - (1.0 / n);
        }

        return sum;
    }

    private static double Average(double[] x, int n)
    {
        var alpha = 2.0 / (n + 1);
        var (below, weight) = (0.0, 1.0);
        foreach (var value in x.AsSpan(0, Math.Min(x.Length, 500)))
        {
            below += alpha * weight * (value - x[0]);
            weight *= 1 - alpha;
        }

        return x[0] + below;
    }

    private static decimal[] Rounded(double[] bqx) =>
        [.. bqx.Select(value => (decimal)Math.Round(Math.Clamp(value, -1023.0 / 1024, 1023.0 / 1024) * (1 << 30)))];

    private static double Way(double[] x) => Enumerable.Range(0, 20).Sum(i => Math.Abs(x[i] - x[i + 1]));

    private static double Position(double value, double lowest, double highest) =>
        highest > lowest ? (value - lowest) / (highest - lowest) : 0.5;
}
