using System.Xml.Linq;
using static Bqx.Trainer.Reports.Html.Charts.Drawing;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>Horizontal bars from 0, plain or stacked.</summary>
internal sealed record BarChart(ChartText Text)
{
    private const int Width = 720;
    private const int Step = 21;
    private const int Top = 4;

    /// <summary>Room for the names of bars.</summary>
    public int LabelWidth { get; init; } = 128;

    /// <summary>What the parts are; empty where bars have one.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    public string Unit { get; init; } = "";

    public XElement Of(IReadOnlyList<BarRow> rows)
    {
        var bottom = Top + (rows.Count * Step);
        var ends = rows.SelectMany(row => new[] { row.Total, row.Total + (2 * (row.Error ?? 0)), row.Total - (2 * (row.Error ?? 0)) });
        var extent = LinearScale.Covering(ends.Append(0), LabelWidth, Width - 16);
        var scale = rows.All(row => row.Total - (2 * (row.Error ?? 0)) >= 0) ? extent with { Low = 0 } : extent;
        return Figure(
            Text,
            Width,
            bottom + (Unit.Length > 0 ? 36 : 20),
            Key(Parts),
            Axis.Bottom(scale, Top, bottom, 6, Unit),
            rows.Select((row, index) => Row(row, Top + (index * Step), scale)));
    }

    private XElement Row(BarRow row, double y, LinearScale scale) => Draw(
        "g",
        Tooltip(row.Tooltip),
        Label("end", LabelWidth - 10, y + 14.5, row.Label),
        Bars(row, y, scale),
        row.Error is { } error && error > 0
            ? Line("whisker over", scale.At(row.Total - (2 * error)), y + (Step / 2.0), scale.At(row.Total + (2 * error)), y + (Step / 2.0))
            : null);

    private IEnumerable<XElement> Bars(BarRow row, double y, LinearScale scale)
    {
        var start = 0.0;
        foreach (var (index, part) in row.Parts.Index().Where(part => double.IsFinite(part.Item) && part.Item != 0))
        {
            var (from, to) = (scale.At(Math.Min(start, start + part)), scale.At(Math.Max(start, start + part)));
            start += part;
            yield return Rectangle(
                Colour(index, "bar"), from, y + 3, to - from, Step - 6, Parts.Count > index ? Tooltip($"{row.Label}, {Parts[index]}: {part:0.###}") : null);
        }
    }
}
