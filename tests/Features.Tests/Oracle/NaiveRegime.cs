namespace Bqx.Features.Tests.Oracle;

/// <summary>Family 15.</summary>
internal static class NaiveRegime
{
    private static readonly string[] Classes = ["strong_bear", "bear", "neutral", "bull", "strong_bull"];

    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        var x = Enumerable.Range(0, 1439).Select(i => (decimal)view.P(i) - view.P(i + 1)).ToArray();
        AddClasses(view, values);
        AddTerciles(x, values);
        AddPath(view, x, values);
        AddJumps(view, x, values);
        var run = x[0] == 0 ? 0 : x.TakeWhile(change => Math.Sign(change) == Math.Sign(x[0])).Count();
        values["regime_run"] = Math.Sign(x[0]) * Math.Min(run, 15) / 15.0;
        values["regime_alignment"] = new[] { 15, 30, 45, 60, 75 }.Average(window => -Math.Sign(view.Bqx(window)));
    }

    private static void AddClasses(NaiveView view, IDictionary<string, double> values)
    {
        var z = Enumerable.Range(0, 182).Select(i => -view.Z(60, i)).ToArray();
        var classes = z.Select(value => new[] { -1.5, -0.5, 0.5, 1.5 }.Count(cut => value > cut)).ToArray();
        for (var k = 0; k < Classes.Length; k++)
        {
            values[$"regime_{Classes[k]}"] = classes[0] == k ? 1 : 0;
        }

        var age = classes.TakeWhile(other => other == classes[0]).Count() - 1;
        values["regime_age"] = Math.Log(1 + Math.Min(age, 180)) / Math.Log(181);
        values["regime_transitions_w120"] = Enumerable.Range(0, 120).Count(i => classes[i] != classes[i + 1]) / 120.0;
    }

    private static void AddTerciles(decimal[] x, IDictionary<string, double> values)
    {
        var sizes = x.Select(Math.Abs).ToArray();
        var activity = Enumerable.Range(0, 1380).Select(i => sizes[i..(i + 60)].Sum()).ToArray();
        var mean = activity.Average();
        values["regime_vol_low"] = activity[0] < 0.8m * mean ? 1 : 0;
        values["regime_vol_high"] = activity[0] > 1.1m * mean ? 1 : 0;
        values["regime_vol_mid"] = 1 - values["regime_vol_low"] - values["regime_vol_high"];
    }

    private static void AddPath(NaiveView view, decimal[] x, IDictionary<string, double> values)
    {
        var past = Enumerable.Range(0, 240).ToArray();
        var length = past.Sum(i => Math.Abs(x[i]));
        values["regime_trend_w240"] = length > 0 ? (double)((view.P(0) - view.P(240)) / length) : 0;
        var single = past.Sum(i => x[i] * x[i]);
        foreach (var span in new[] { 2, 5, 15, 60 })
        {
            var sum = past.Sum(i => (decimal)Math.Pow(view.P(i) - view.P(i + span), 2));
            values[$"regime_variance_ratio{span}_w240"] = single > 0 ? (double)Math.Min(sum / (span * single), span) : 1;
        }

        var levels = past.Select(i => (decimal)view.P(i + 1)).ToArray();
        var (level, change) = (levels.Average(), x[..240].Average());
        var spread = levels.Sum(p => (p - level) * (p - level));
        var slope = spread > 0.5m ? (double)(past.Sum(i => (x[i] - change) * (levels[i] - level)) / spread) : 0;
        values["regime_ar1_w240"] = Math.Clamp(1 + slope, -1, 1.1);
        values["regime_half_life_w240"] = slope >= 0 ? 1 : Math.Min(Math.Log(2) / (-slope * 240), 1);
    }

    private static void AddJumps(NaiveView view, decimal[] x, IDictionary<string, double> values)
    {
        var z = Enumerable.Range(0, 1200).Select(i => view.Return(i) / view.SigmaAt(i + 1)).ToArray();
        var jumps = z.Select(value => Math.Abs(value) > 4).ToArray();
        values["regime_jump_size"] = Math.Min(Math.Abs(z[0]), 20);
        values["regime_jump_count_w60"] = jumps[..60].Count(jump => jump);
        values["regime_jump_count_w240"] = jumps[..240].Count(jump => jump);
        values["regime_jump_net_w240"] = Enumerable.Range(0, 240).Sum(i => jumps[i] ? Math.Sign(z[i]) : 0);
        var all = x[..240].Sum(change => change * change);
        var ofJumps = Enumerable.Range(0, 240).Sum(i => jumps[i] ? x[i] * x[i] : 0);
        values["regime_jump_share_w240"] = all > 0 ? (double)(ofJumps / all) : 0;
        var last = Array.IndexOf(jumps, true);
        var age = last < 0 ? 1199 : Math.Min(last, 1199);
        values["regime_jump_age"] = Math.Log(1 + age) / Math.Log(1200);
        values["regime_jump_last_z"] = age == 1199 ? 0 : Math.Clamp(z[age], -20, 20);
    }
}
