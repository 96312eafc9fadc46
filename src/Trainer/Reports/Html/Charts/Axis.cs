using System.Xml.Linq;
using static Bqx.Trainer.Reports.Html.Charts.Drawing;

namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>Ticks, their labels and the grid.</summary>
internal static class Axis
{
    /// <summary>Along the bottom, with lines up to <paramref name="top"/>.</summary>
    public static IEnumerable<XElement> Bottom(LinearScale scale, double top, double bottom, int ticks, string title)
    {
        foreach (var (value, text) in scale.Ticks(ticks))
        {
            yield return Line(value == 0 ? "axis" : "grid", scale.At(value), top, scale.At(value), bottom);
            yield return Label("tick middle", scale.At(value), bottom + 14, text);
        }

        if (title.Length > 0)
        {
            yield return Label("tick middle", (scale.From + scale.To) / 2, bottom + 30, title);
        }
    }

    /// <summary>Along the left, with lines as far as <paramref name="right"/>.</summary>
    public static IEnumerable<XElement> Left(LinearScale scale, double left, double right, int ticks)
    {
        foreach (var (value, text) in scale.Ticks(ticks))
        {
            yield return Line("grid", left, scale.At(value), right, scale.At(value));
            yield return Label("tick end", left - 6, scale.At(value) + 3.5, text);
        }
    }
}
