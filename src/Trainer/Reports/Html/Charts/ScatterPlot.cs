using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using static Bqx.Trainer.Reports.Html.Charts.Drawing;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>Points in the plane by group, at most <see cref="MostPoints"/> of them. A group is one path, so that the file stays small.</summary>
internal sealed record ScatterPlot(ChartText Text)
{
    public const int MostPoints = 3000;

    private const int Size = 420;
    private const int Margin = 8;

    /// <param name="x">Abscissae.</param>
    /// <param name="y">Ordinates.</param>
    /// <param name="group">Group of each point.</param>
    /// <param name="groups">Groups in their order; each one's colour is by its place.</param>
    public XElement Of(ImmutableArray<float> x, ImmutableArray<float> y, ImmutableArray<string> group, IReadOnlyList<string> groups)
    {
        var shown = Sample(Math.Min(group.Length, Math.Min(x.Length, y.Length)))
            .Where(i => float.IsFinite(x[i]) && float.IsFinite(y[i]))
            .ToImmutableArray();
        var across = LinearScale.Covering(shown.Select(i => (double)x[i]), Margin, Size - Margin);
        var down = LinearScale.Covering(shown.Select(i => (double)y[i]), Size - Margin, Margin);
        var paths = groups.ToDictionary(name => name, _ => new StringBuilder(), StringComparer.Ordinal);
        foreach (var i in shown)
        {
            paths[group[i]].Append('M').Append(Number(across.At(x[i]))).Append(' ').Append(Number(down.At(y[i]))).Append("h0");
        }

        return Figure(
            Text,
            Size,
            Size,
            Key(groups),
            Rectangle(Class("blank"), 0.5, 0.5, Size - 1, Size - 1),
            groups.Select((name, index) => Draw("path", Colour(index, "cloud"), Attribute("d", paths[name].ToString()), Tooltip(name))));
    }

    // Points come in turns of pairs: even steps would miss some of them, a multiplicative hash does not.
    private static IEnumerable<int> Sample(int count) =>
        Enumerable.Range(0, count).OrderBy(i => unchecked((uint)i * 2_654_435_761u)).Take(MostPoints).Order();
}
