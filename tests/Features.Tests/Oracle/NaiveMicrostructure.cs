using Bqx.Core;

namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 20.</summary>
internal static class NaiveMicrostructure
{
    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        var bars = Enumerable.Range(0, 243).Select(view.BarAt).ToArray();
        var unit = bars[0].CloseTicks * view.Sigma;
        var (open, high, low, close) = (bars[0].OpenTicks, bars[0].HighTicks, bars[0].LowTicks, bars[0].CloseTicks);
        values["bar_body_z"] = (close - open) / unit;
        values["bar_wick_up_z"] = (high - Math.Max(open, close)) / unit;
        values["bar_wick_down_z"] = (Math.Min(open, close) - low) / unit;
        values["bar_range_z"] = (high - low) / unit;
        values["bar_body_share"] = high > low ? (close - open) / (double)(high - low) : 0;
        var ranges = bars[..60].Sum(bar => (double)(bar.HighTicks - bar.LowTicks));
        values["bar_body_share_w60"] = ranges > 0 ? bars[..60].Sum(bar => bar.CloseTicks - bar.OpenTicks) / ranges : 0;
        double Gap(int i) => Math.Abs(bars[i].OpenTicks - bars[i + 1].CloseTicks);
        values["bar_gap_z"] = Gap(0) / unit;
        values["bar_gap_z_w60"] = Enumerable.Range(0, 60).Average(Gap) / unit;
        foreach (var window in new[] { 60, 240 })
        {
            var past = Enumerable.Range(0, window).ToArray();
            var beta = 2 * past.Average(i => Math.Pow(bars[i].HighTicks - bars[i].LowTicks, 2));
            var gamma = past.Average(i => Math.Pow(
                Math.Max(bars[i].HighTicks, bars[i + 1].HighTicks) - Math.Min(bars[i].LowTicks, bars[i + 1].LowTicks), 2));

            // The published form, not the shortened one.
            var k = 3 - (2 * Math.Sqrt(2));
            var alpha = ((Math.Sqrt(2 * beta) - Math.Sqrt(beta)) / k) - Math.Sqrt(gamma / k);
            values[$"bar_spread_cs_w{window}"] = alpha / unit;

            double X(int i) => bars[i].CloseTicks - bars[i + 1].CloseTicks;
            var covariance = past.Average(i => X(i) * X(i + 1));
            values[$"bar_spread_roll_w{window}"] = -Math.Sign(covariance) * 2 * Math.Sqrt(Math.Abs(covariance)) / unit;
            values[$"bar_zero_share_w{window}"] = past.Count(i => X(i) == 0) / (double)window;
            values[$"bar_missing_w{window}"] = past.Count(i => bars[i].Flags.HasFlag(BarFlags.Filled)) / (double)window;
        }
    }
}
