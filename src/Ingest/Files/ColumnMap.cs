using System.Collections.Frozen;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Which column holds what: <c>time=1,open=2,high=3,low=4,close=5</c>, counted from 1, or by the names of a header.</summary>
public sealed class ColumnMap
{
    private static readonly FrozenSet<string> Roles =
        FrozenSet.Create("time", "date", "open", "high", "low", "close", "volume");

    private static readonly string[] Required = ["open", "high", "low", "close"];

    private readonly Dictionary<string, string> _columns;

    private ColumnMap(Dictionary<string, string> columns) => _columns = columns;

    /// <summary>Whether all columns are given by number: the file then needs no header.</summary>
    public bool IsByNumber => _columns.Values.All(column => int.TryParse(column, out _));

    /// <summary>Reads <c>role=column,…</c> with the roles time, date, open, high, low, close and volume.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>.</exception>
    public static ColumnMap Parse(string text)
    {
        var columns = new Dictionary<string, string>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (role, column) = part.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right] ? (left, right) : (part, "");
            if (!Roles.Contains(role) || column.Length == 0 || !columns.TryAdd(role, column))
            {
                throw Wrong(part);
            }
        }

        return Required.All(columns.ContainsKey) && (columns.ContainsKey("time") || columns.ContainsKey("date"))
            ? new ColumnMap(columns)
            : throw Wrong(text);
    }

    /// <summary>The column of a role, from 0; −1 where it is not named.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the header has no such column.</exception>
    internal int Find(string role, IReadOnlyList<string> header)
    {
        if (!_columns.TryGetValue(role, out var column))
        {
            return -1;
        }

        var index = int.TryParse(column, out var number)
            ? number - 1
            : header.ToList().FindIndex(name => name.Equals(column, StringComparison.OrdinalIgnoreCase));
        return index is >= 0 and < RowLayout.MaxColumns
            ? index
            : throw new FaultException(
                Fault.InvalidInput,
                $"There is no column '{FaultException.Excerpt(column)}': the header is '{FaultException.Excerpt(string.Join(',', header))}'.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', _columns.OrderBy(column => column.Key).Select(column => $"{column.Key}={column.Value}"));

    private static FaultException Wrong(string text) => new(
        Fault.InvalidInput,
        $"'{FaultException.Excerpt(text)}' does not say which column holds what: write time=1,open=2,high=3,low=4,close=5,volume=6, or names of the header.");
}
