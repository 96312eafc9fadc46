using System.Xml.Linq;
using static Bqx.Trainer.Reports.Html.Charts.Drawing;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>Stretches of time, a row for each name, coloured by group.</summary>
internal sealed record Timeline(ChartText Text)
{
    private const int Width = 860;
    private const int Step = 26;
    private const int LabelWidth = 76;
    private const int Top = 4;
    private const int MostLabels = 13;

    public XElement Of(IReadOnlyList<TimelineSpan> spans, IReadOnlyList<string> groups)
    {
        var rows = spans.Select(span => span.Row).Distinct().ToList();
        var (first, last) = (spans.Min(span => span.First), spans.Max(span => span.Last));
        var scale = new LinearScale(Days(first), Math.Max(Days(last), Days(first) + 1), LabelWidth, Width - 12);
        var bottom = Top + (rows.Count * Step);
        return Figure(
            Text,
            Width,
            bottom + 22,
            Key(groups),
            Months(first, last).SelectMany(month => Month(month, scale, bottom)),
            rows.Select((row, index) => Label("end", LabelWidth - 10, Top + (index * Step) + 17, row)),
            spans.Select(span => Bar(span, Top + (rows.IndexOf(span.Row) * Step), scale)));
    }

    private static double Days(DateTimeOffset instant) => instant.UtcTicks / (double)TimeSpan.TicksPerDay;

    private static XElement Bar(TimelineSpan span, double y, LinearScale scale) => Rectangle(
        Colour(span.Group, "bar"),
        scale.At(Days(span.First)),
        y + 4,
        Math.Max(1.5, scale.At(Days(span.Last)) - scale.At(Days(span.First))),
        Step - 8,
        Tooltip(span.Tooltip));

    // Few enough first days of months that their names have room.
    private static IEnumerable<DateTimeOffset> Months(DateTimeOffset first, DateTimeOffset last)
    {
        var start = new DateTimeOffset(first.UtcDateTime.Year, first.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var months = ((last.UtcDateTime.Year - start.Year) * 12) + last.UtcDateTime.Month - start.Month + 1;
        var step = Math.Max(1, (months + MostLabels - 1) / MostLabels);
        return Enumerable.Range(0, (months / step) + 1).Select(i => start.AddMonths(i * step)).Where(month => month >= first && month <= last);
    }

    private static IEnumerable<XElement> Month(DateTimeOffset month, LinearScale scale, double bottom) =>
    [
        Line("grid", scale.At(Days(month)), Top, scale.At(Days(month)), bottom),
        Label("tick middle", scale.At(Days(month)), bottom + 14, $"{month:yyyy-MM}"),
    ];
}
