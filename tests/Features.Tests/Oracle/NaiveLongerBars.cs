using Bqx.Core;

namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 19: all complete bars since the pair's first minute, grouped anew each time.</summary>
internal static class NaiveLongerBars
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        foreach (var minutes in new[] { 5, 15 })
        {
            AddLength(view, minutes, $"m{minutes}_", values);
        }
    }

    private static void AddLength(NaiveView view, int minutes, string prefix, IDictionary<string, double> values)
    {
        var bars = Enumerable.Range(0, view.Count)
            .GroupBy(i => (view.Number - i) / minutes)
            .Where(group => view.Number >= (group.Key * minutes) + minutes - 1)
            .OrderByDescending(group => group.Key)
            .Select(group => group.OrderByDescending(i => i).Select(view.BarAt).ToArray())
            .Select(bar => (O: bar[0].OpenTicks, H: bar.Max(x => x.HighTicks), L: bar.Min(x => x.LowTicks), C: bar[^1].CloseTicks))
            .ToArray();
        var c = bars.Select(bar => (double)bar.C).ToArray();
        var r = c.Zip(c[1..], (now, before) => Math.Log(now / before)).ToArray();
        var x = c.Zip(c[1..], (now, before) => now - before).ToArray();
        var deviation = view.SigmaAt((view.Number + 1) % minutes) * Math.Sqrt(minutes);
        for (var lag = 1; lag <= 3; lag++)
        {
            values[$"{prefix}ret_lag{lag}_z"] = r[lag - 1] / deviation;
        }

        var moved = x[..14].Sum(Math.Abs);
        values[prefix + "rsi14"] = moved > 0 ? x[..14].Sum() / moved : 0;
        values[prefix + "macd_hist_z"] = Histogram([.. c.Reverse()]) / (c[0] * deviation);
        values[prefix + "atr14_z"] = Enumerable.Range(0, 14)
            .Average(i => Math.Max(bars[i].H, c[i + 1]) - Math.Min(bars[i].L, c[i + 1])) / (c[0] * deviation);
        var squares = r[..20].Select(y => y * y).ToArray();
        values[prefix + "vol_ratio"] = squares.Sum() > 0 ? Math.Sqrt(squares[..5].Average() / squares.Average()) : 1;
        values[prefix + "sma20_z"] = (c[0] - c[..20].Average()) / (c[0] * deviation * Math.Sqrt(20));
        AddLine(c[..20], prefix, deviation, values);
        var range = (double)(bars[0].H - bars[0].L);
        double Share(double part) => range > 0 ? part / range : 0;
        values[prefix + "body"] = Share(bars[0].C - bars[0].O);
        values[prefix + "wick_up"] = Share(bars[0].H - Math.Max(bars[0].O, bars[0].C));
        values[prefix + "wick_down"] = Share(Math.Min(bars[0].O, bars[0].C) - bars[0].L);
        values[prefix + "streak"] = x[..20].TakeWhile(y => Math.Sign(y) == Math.Sign(x[0])).Count() * Math.Sign(x[0]) / 20.0;
        decimal Mean(int n) => bars[..n].Average(bar => (decimal)bar.C);
        values[prefix + "alignment"] =
            (Math.Sign(Mean(1) - Mean(5)) + Math.Sign(Mean(5) - Mean(10)) + Math.Sign(Mean(10) - Mean(20))) / 3.0;
    }

    private static double Histogram(double[] closes)
    {
        static double Average(double old, double value, int n) => ((old * (n - 1)) + (2 * value)) / (n + 1);

        double fast = closes[0], slow = closes[0], signal = 0;
        foreach (var close in closes[1..])
        {
            (fast, slow) = (Average(fast, close, 12), Average(slow, close, 26));
            signal = Average(signal, fast - slow, 9);
        }

        return fast - slow - signal;
    }

    private static void AddLine(double[] closes, string prefix, double deviation, IDictionary<string, double> values)
    {
        var n = closes.Length;
        var mean = closes.Average();
        double Place(int age) => ((n - 1) / 2.0) - age;
        var squares = Enumerable.Range(0, n).Sum(i => Place(i) * Place(i));
        var slope = Enumerable.Range(0, n).Sum(i => Place(i) * (closes[i] - mean)) / squares;
        var total = closes.Sum(close => (close - mean) * (close - mean));
        var unit = Math.Sqrt(6 * ((n * n) + 1.0) / (5.0 * n * ((n * n) - 1)));
        values[prefix + "slope20_z"] = slope / (closes[0] * deviation * unit);
        values[prefix + "r2"] = total > 0 ? slope * slope * squares / total : 0;
    }
}
