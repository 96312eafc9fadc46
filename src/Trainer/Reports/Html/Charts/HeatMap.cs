using System.Xml.Linq;
using Bqx.Trainer.Runs;
using static Bqx.Trainer.Reports.Html.Charts.Drawing;
using static Bqx.Trainer.Reports.Html.Markup;

namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>Values by row and column: blue above 0, orange below, stronger the further away; empty where there is none.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Names of the rows.</param>
/// <param name="Value">Value and standard error of a row and a column.</param>
internal sealed record HeatMap(
    ChartText Text, IReadOnlyList<string> Columns, IReadOnlyList<string> Rows, Func<string, string, (double Value, double? Error)?> Value)
{
    private const int CellWidth = 78;
    private const int CellHeight = 24;
    private const int LabelWidth = 110;
    private const int Top = 34;
    private const double Strongest = 0.75;

    public XElement Of()
    {
        var cells = (
            from row in Rows.Index()
            from column in Columns.Index()
            select (Row: row, Column: column, Value: Value(row.Item, column.Item))).ToList();
        // The extremes of a benchmark that fails would wash out all others: the colour is full at the ninth decile.
        var sizes = cells.Select(cell => Math.Abs(cell.Value?.Value ?? double.NaN)).Where(double.IsFinite).Order().ToList();
        var full = sizes.Count == 0 ? 0 : sizes[(int)(0.9 * (sizes.Count - 1))];
        return Figure(
            Text,
            LabelWidth + (Columns.Count * CellWidth) + 4,
            Top + (Rows.Count * CellHeight) + 4,
            null,
            Columns.Select((name, index) => Label("tick middle", X(index) + (CellWidth / 2.0), Top - 8 - (index % 2 * 13), name)),
            Rows.Select((name, index) => Label("end", LabelWidth - 8, Y(index) + 16, name)),
            cells.Select(cell => Cell(cell.Row.Item, cell.Column.Item, X(cell.Column.Index), Y(cell.Row.Index), cell.Value, full)));
    }

    private static double X(int column) => LabelWidth + (column * CellWidth);

    private static double Y(int row) => Top + (row * CellHeight);

    private static XElement Cell(string row, string column, double x, double y, (double Value, double? Error)? value, double full)
    {
        if (value is not { } found || !double.IsFinite(found.Value))
        {
            return Rectangle(Class("blank"), x + 1, y + 1, CellWidth - 2, CellHeight - 2, Tooltip($"{row}, {column}: none"));
        }

        var strength = full > 0 ? Math.Min(1, Math.Abs(found.Value) / full) * Strongest : 0;
        return Draw(
            "g",
            Tooltip($"{row}, {column}: {FigureText.WithError(found.Value, found.Error)}"),
            Rectangle(
                Class(found.Value < 0 ? "cell minus" : "cell plus"), x, y, CellWidth, CellHeight, Attribute("fill-opacity", strength.ToString("0.##"))),
            Label("middle", x + (CellWidth / 2.0), y + 16, FigureText.Signed(found.Value)));
    }
}
