using System.Collections.Immutable;
using System.Xml.Linq;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>What every chart is made of. Lengths are pixels at natural size.</summary>
internal static class Drawing
{
    private const int Colours = 8;

    /// <summary>A captioned drawing that grows and shrinks with the page, but never below the width at which it can be read.</summary>
    /// <param name="text">Its caption, and its content for those who cannot see it.</param>
    /// <param name="width">Natural width.</param>
    /// <param name="height">Natural height.</param>
    /// <param name="key">What the colours mean; null where there is one.</param>
    /// <param name="content">The drawing.</param>
    public static XElement Figure(ChartText text, int width, double height, XElement? key, params object?[] content) => Tag(
        "figure",
        Tag("figcaption", text.Title),
        key,
        Tag(
            "div",
            Class("scroll"),
            Draw(
                "svg",
                Attribute("viewBox", $"0 0 {width} {Number(height)}"),
                Attribute("role", "img"),
                Attribute("aria-label", text.Alternative),
                Attribute("style", $"width:100%;max-width:{width}px;min-width:{Math.Min(width, Math.Max(240, width * 5 / 6))}px"),
                content)));

    /// <summary>What colours mean; null for fewer than two names.</summary>
    public static XElement? Key(IReadOnlyList<string> names) => names.Count < 2
        ? null
        : Tag("ul", Class("key"), names.Select((name, index) => Tag("li", Tag("span", Colour(index)), name)));

    /// <summary>Colour of a series; they come round after eight.</summary>
    public static XAttribute Colour(int series, string also = "") => Class($"s{series % Colours} {also}".TrimEnd());

    public static XElement Line(string style, double x1, double y1, double x2, double y2) => Draw(
        "line",
        Class(style),
        Attribute("x1", Number(x1)),
        Attribute("y1", Number(y1)),
        Attribute("x2", Number(x2)),
        Attribute("y2", Number(y2)));

    public static XElement Rectangle(XAttribute style, double x, double y, double width, double height, params object?[] content) => Draw(
        "rect",
        style,
        Attribute("x", Number(x)),
        Attribute("y", Number(y)),
        Attribute("width", Number(Math.Max(0, width))),
        Attribute("height", Number(height)),
        content);

    public static XElement Label(string style, double x, double y, string text) =>
        Draw("text", Class(style), Attribute("x", Number(x)), Attribute("y", Number(y)), text);

    /// <summary>A path from point to point; where either coordinate is no number it is broken.</summary>
    public static string Path(ImmutableArray<double> x, ImmutableArray<double> y)
    {
        var path = new System.Text.StringBuilder();
        var isDrawn = false;
        for (var i = 0; i < Math.Min(x.Length, y.Length); i++)
        {
            var isPoint = double.IsFinite(x[i]) && double.IsFinite(y[i]);
            if (isPoint)
            {
                path.Append(isDrawn ? 'L' : 'M').Append(Number(x[i])).Append(' ').Append(Number(y[i]));
            }

            isDrawn = isPoint;
        }

        return path.ToString();
    }

    /// <summary>A coordinate to a tenth of a pixel.</summary>
    public static string Number(double pixels) => double.IsFinite(pixels) ? pixels.ToString("0.#") : "0";

    /// <summary>At most so many of the indices 0 … count − 1, evenly spread, the first and the last among them.</summary>
    public static IEnumerable<int> Thin(int count, int most) => count <= most
        ? Enumerable.Range(0, count)
        : Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)));
}
