using System.Xml.Linq;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Charts.Drawing;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>Values one below the other, each with two standard errors to either side.</summary>
internal sealed record ForestPlot(ChartText Text)
{
    private const int Width = 720;
    private const int Step = 21;
    private const int LabelWidth = 128;
    private const int Top = 6;
    private const double Beyond = 8;

    /// <summary>What the values are, at the axis.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Value of the dashed line; null for none.</summary>
    public double? Guide { get; init; } = 0;

    /// <summary>Whether 0 is shown even if no value is near it.</summary>
    public bool Zero { get; init; }

    /// <summary>Where values ought to lie.</summary>
    public (double Low, double High)? Band { get; init; }

    /// <summary>How a value is written in its tooltip.</summary>
    public Func<ForestRow, string> Format { get; init; } = row => FigureText.WithError(row.Value, row.Error);

    public XElement Of(IReadOnlyList<ForestRow> rows)
    {
        var bottom = Top + (rows.Count * Step);
        var limit = Limit(rows);
        var ends = rows.SelectMany(row => new[] { row.Value - row.Reach, row.Value + row.Reach });
        var scale = LinearScale.Covering(ends.Where(end => Math.Abs(end) <= limit).Concat(Marks()), LabelWidth, Width - 16);
        return Figure(
            Text,
            Width,
            bottom + (Unit.Length > 0 ? 36 : 20),
            null,
            Band is { } band ? Rectangle(Class("band"), scale.At(band.Low), Top, scale.At(band.High) - scale.At(band.Low), bottom - Top) : null,
            Axis.Bottom(scale, Top, bottom, 6, Unit),
            Guide is { } guide ? Line("guide", scale.At(guide), Top, scale.At(guide), bottom) : null,
            rows.Select((row, index) => Row(row, Top + (index * Step) + (Step / 2.0), scale)));
    }

    private IEnumerable<double> Marks()
    {
        if (Zero)
        {
            yield return 0;
        }

        if (Guide is { } guide)
        {
            yield return guide;
        }

        if (Band is { } band)
        {
            yield return band.Low;
            yield return band.High;
        }
    }

    // A benchmark that fails would squeeze all others: around 0, what is eight times as far as the median row stands at the edge.
    private double Limit(IReadOnlyList<ForestRow> rows)
    {
        var sizes = rows.Select(row => Math.Abs(row.Value) + row.Reach).Where(size => size > 0).Order().ToList();
        return Guide == 0 && sizes.Count > 0 ? Beyond * sizes[sizes.Count / 2] : double.PositiveInfinity;
    }

    private XElement Row(ForestRow row, double y, LinearScale scale) => Draw(
        "g",
        Class(IsOff(row) ? "s1" : "s0"),
        Tooltip($"{row.Label}: {Format(row)}"),
        Label("end", LabelWidth - 10, y + 4, row.Label),
        row switch
        {
            { Value: double.NaN } => [],
            _ when row.Value < scale.Low => [Label("tick", scale.From, y + 4, $"◀ {Format(row)}")],
            _ when row.Value > scale.High => [Label("tick end", scale.To, y + 4, $"{Format(row)} ▶")],
            _ => Mark(row, y, scale),
        });

    private static IEnumerable<XElement> Mark(ForestRow row, double y, LinearScale scale)
    {
        if (row.Reach > 0)
        {
            yield return Line("whisker", scale.At(Math.Max(scale.Low, row.Value - row.Reach)), y, scale.At(Math.Min(scale.High, row.Value + row.Reach)), y);
        }

        yield return Draw("circle", Class("dot"), Attribute("cx", Number(scale.At(row.Value))), Attribute("cy", Number(y)), Attribute("r", "4.5"));
    }

    // What ought to be seen first: outside the band, or below 0 by more than two errors.
    private bool IsOff(ForestRow row) => Band is { } band ? row.Value < band.Low || row.Value > band.High : row.Value + row.Reach < 0;
}
