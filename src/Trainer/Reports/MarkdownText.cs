using System.Globalization;
using System.Text;

namespace Bqx.Trainer.Reports;

/// <summary>Builds a Markdown document; numbers are written the same everywhere.</summary>
internal sealed class MarkdownText
{
    private readonly StringBuilder _text = new();

    public MarkdownText Heading(int level, string title) => Line($"{new string('#', level)} {title}").Line("");

    public MarkdownText Paragraph(FormattableString text) => Line(text.ToString(CultureInfo.InvariantCulture)).Line("");

    /// <summary>A table; columns after the first are aligned to the right.</summary>
    public MarkdownText Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<FormattableString>> rows)
    {
        Line($"| {string.Join(" | ", columns)} |");
        Line($"|---|{string.Concat(Enumerable.Repeat("---:|", columns.Count - 1))}");
        foreach (var row in rows)
        {
            Line($"| {string.Join(" | ", row.Select(cell => cell.ToString(CultureInfo.InvariantCulture)))} |");
        }

        return Line("");
    }

    public override string ToString() => _text.ToString().TrimEnd('\n') + "\n";

    private MarkdownText Line(string line)
    {
        _text.Append(line).Append('\n');
        return this;
    }
}
