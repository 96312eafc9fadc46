using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Learning.Controls;

/// <summary>
/// A feature that is stamped five minutes early, hidden among those of the catalogue, must be caught by the truncation check, and no other.
/// </summary>
internal static class LeakControl
{
    private const string Planted = "leaked_return_of_the_next_5_minutes";
    private const int Lead = 5;

    // Beyond each cut, so that there is a future to take away.
    private const int Future = 90;

    /// <summary>Looks for leaks among all features of the control pairs and the planted one.</summary>
    public static ImmutableArray<ControlResult> Run(IControlMarket market, long seed, int cuts, CancellationToken cancellationToken)
    {
        var first = FeatureCatalogue.LongestLookback + MarketCalendar.MinutesPerDay;
        var step = MarketCalendar.MinutesPerDay / 3;
        List<MinuteBars> bars = [.. market.Generate(WalkKind.Garch, 0, seed, first + (cuts * step) + Future)];
        string[] names = [.. ControlData.Pairs.SelectMany(pair => FeatureCatalogue.Schema.Names.Select(name => $"{name} of {pair}")), Planted];
        var caught = TruncationCheck.Run(names, Read, bars, Enumerable.Range(0, cuts).Select(i => first + (i * step)));
        var real = caught.Where(name => name != Planted).ToList();
        return
        [
            new ControlResult(
                ControlKind.Leak, "feature stamped 5 minutes early", caught.Contains(Planted), "caught", caught.Contains(Planted) ? "caught" : "missed"),
            new ControlResult(
                ControlKind.Leak,
                "features of the catalogue",
                real.Count == 0,
                $"none of {names.Length - 1} differs on truncated history",
                real.Count == 0 ? "none" : $"{real.Count} differ, such as {real[0]}"),
        ];

        float[] Read(IReadOnlyList<MinuteBars> given, Minute at)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return [.. ReadFeatures(given, at), ReadPlanted(given, at)];
        }
    }

    private static float[] ReadFeatures(IReadOnlyList<MinuteBars> bars, Minute at)
    {
        var engine = new FeatureEngine();
        var width = FeatureCatalogue.Schema.Count;
        var values = new float[ControlData.Pairs.Length * width];
        foreach (var minute in bars)
        {
            engine.Advance(minute.Close, minute.Bars.Span);
            for (var i = 0; minute.Close == at && i < ControlData.Pairs.Length; i++)
            {
                engine.TryRead(ControlData.Pairs[i], values.AsSpan(i * width));
            }
        }

        return values;
    }

    // 0 where the future is not there.
    private static float ReadPlanted(IReadOnlyList<MinuteBars> bars, Minute at)
    {
        var now = bars.Select(minute => minute.Close).TakeWhile(close => close != at).Count();
        return now + Lead < bars.Count ? MathF.Log((float)Close(bars[now + Lead]) / Close(bars[now])) : 0;

        static int Close(in MinuteBars minute) => minute.Bars.Span[0].CloseTicks;
    }
}
