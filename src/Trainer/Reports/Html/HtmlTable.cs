using System.Xml.Linq;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html;

/// <summary>Tables of a report: captioned, with headings for columns and rows, scrolled where they are wider than the page.</summary>
internal static class HtmlTable
{
    /// <summary>A table; the first cell of a row names it.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="columns">Headings.</param>
    /// <param name="rows">Cells, text or an element.</param>
    /// <param name="isText">Whether cells are words and not numbers: they are then set to the left.</param>
    public static XElement Of(string caption, IEnumerable<string> columns, IEnumerable<IReadOnlyList<object>> rows, bool isText = false) =>
        Tag(
            "div",
            Class("scroll"),
            Tag(
                "table",
                isText ? Class("words") : null,
                Tag("caption", caption),
                Tag("thead", Tag("tr", columns.Select(column => Tag("th", Attribute("scope", "col"), column)))),
                Tag("tbody", rows.Select(Row))));

    /// <summary>Figures of models.</summary>
    public static XElement Of(string caption, IReadOnlyCollection<FigureRow> rows, params string[] without)
    {
        var columns = FigureColumn.Of(rows, without);
        return Of(caption, columns.Select(column => column.Name), rows.Select(row => columns.Select(column => (object)column.Text(row)).ToList()));
    }

    private static XElement Row(IReadOnlyList<object> cells) =>
        Tag("tr", Tag("th", Attribute("scope", "row"), cells[0]), cells.Skip(1).Select(cell => Tag("td", cell)));
}
