using System.Collections.Immutable;
using System.Globalization;
using Bqx.Learning.Inspection;

namespace Bqx.Trainer.Runs;

/// <summary>The shared layers of nets in words.</summary>
internal static class SharedLayerText
{
    /// <summary>Headings of <see cref="Cells"/>.</summary>
    public static readonly ImmutableArray<string> Columns = ["pair", "rows", "mean activation", "active", "dead units"];

    /// <summary>How much of the layer is at work.</summary>
    public static string Sentence(SharedLayer shared)
    {
        var pairs = shared.Pairs;
        return $"The last shared layer has {shared.Width} units. On {Count(shared.Rows)} rows, each asked of its own pair's net, "
            + $"{FigureText.Percent(pairs.Average(pair => pair.Active))} of activations are above 0, and "
            + $"{FigureText.Percent(pairs.Average(pair => pair.Dead))} of units are dead, 0 on every row of a pair: means over "
            + $"{pairs.Length} pairs, of which the worst has {FigureText.Percent(pairs.Max(pair => pair.Dead))} dead.";
    }

    /// <summary>A pair's layer.</summary>
    public static ImmutableArray<string> Cells(PairActivity pair) =>
        [pair.Pair, Count(pair.Rows), FigureText.Plain(pair.Mean), FigureText.Percent(pair.Active), FigureText.Percent(pair.Dead)];

    private static string Count(int rows) => rows.ToString("N0", CultureInfo.InvariantCulture);
}
