using System.Collections.Immutable;
using System.Xml.Linq;
using static Bqx.Trainer.Reports.Html.Charts.Drawing;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>Lines over a common axis.</summary>
internal sealed record LineChart(ChartText Text)
{
    private const int MostPoints = 200;
    private const int Left = 46;
    private const int Top = 8;

    public int Width { get; init; } = 480;

    public int Height { get; init; } = 300;

    public string XTitle { get; init; } = "";

    /// <summary>Both axes from 0 to 1 with the line on which they are equal: observed against nominal.</summary>
    public bool IsCalibration { get; init; }

    /// <summary>Where a dashed line stands; null for none.</summary>
    public double? Mark { get; init; }

    /// <summary>Whether the names of the lines are listed above the chart.</summary>
    public bool HasKey { get; init; } = true;

    public XElement Of(IReadOnlyList<LineSeries> series)
    {
        var (right, bottom) = (Width - 10.0, Height - (XTitle.Length > 0 ? 38.0 : 22.0));
        var x = IsCalibration ? new LinearScale(0, 1, Left, right) : LinearScale.Covering(series.SelectMany(line => line.X), Left, right);
        var y = IsCalibration ? new LinearScale(0, 1, bottom, Top) : LinearScale.Covering(series.SelectMany(line => line.Y), bottom, Top);
        return Figure(
            Text,
            Width,
            Height,
            HasKey ? Key([.. series.Select(line => line.Name)]) : null,
            Axis.Left(y, Left, right, Math.Max(3, Height / 60)),
            Axis.Bottom(x, bottom, bottom + 4, Width / 80, XTitle),
            Line("axis", Left, bottom, right, bottom),
            IsCalibration ? Line("guide", x.At(0), y.At(0), x.At(1), y.At(1)) : null,
            Mark is { } mark ? Line("guide", x.At(mark), Top, x.At(mark), bottom) : null,
            series.Select((line, index) => Draw("g", Colour(index), Tooltip(line.Name), Points(line, x, y))));
    }

    private IEnumerable<XElement> Points(LineSeries line, LinearScale x, LinearScale y)
    {
        var shown = Thin(Math.Min(line.X.Length, line.Y.Length), MostPoints).ToImmutableArray();
        yield return Draw("path", Class("line"), Attribute("d", Path([.. shown.Select(i => x.At(line.X[i]))], [.. shown.Select(i => y.At(line.Y[i]))])));
        foreach (var i in shown.Where(i => IsCalibration && double.IsFinite(line.X[i]) && double.IsFinite(line.Y[i])))
        {
            yield return Draw(
                "circle",
                Class("dot"),
                Attribute("cx", Number(x.At(line.X[i]))),
                Attribute("cy", Number(y.At(line.Y[i]))),
                Attribute("r", "3.5"),
                Tooltip($"{line.Name}: {line.X[i]:0.00} nominal, {line.Y[i]:0.000} observed"));
        }
    }
}
