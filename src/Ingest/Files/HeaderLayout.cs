using System.Text;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>The layout that a header, or a map of columns, tells.</summary>
internal static class HeaderLayout
{
    private static readonly string[] TimeNames =
        ["ts_utc", "open_time", "time", "timestamp", "datetime", "date_time", "ts", "gmt_time", "local_time", "close_time"];

    private static readonly string[] DateNames = ["date", "dtyyyymmdd", "day"];

    /// <summary>Reads a header.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: a column is missing.</exception>
    public static RowLayout Read(ReadOnlySpan<byte> header)
    {
        var separator = SeparatorOf(header);
        var names = NamesOf(header, separator);
        var time = names.FindIndex(name => TimeNames.Contains(name) || name.StartsWith("time_("));
        var date = names.FindIndex(name => DateNames.Contains(name));
        if (time < 0 && date < 0)
        {
            throw Missing(names, separator, "the time", TimeNames);
        }

        int Find(string wanted, params string[] accepted) => names.FindIndex(accepted.Contains) is >= 0 and var index
            ? index
            : throw Missing(names, separator, wanted, accepted);

        return new RowLayout(
            FormatOf(header, names),
            (byte)separator,
            date >= 0 ? date : time,
            Find("the open", "open", "o"),
            Find("the high", "high", "h"),
            Find("the low", "low", "l"),
            Find("the close", "close", "c"),
            names.FindIndex(name => name is "volume" or "vol" or "v" or "tick_volume" or "tickvol" or "ticks"))
        {
            Clock = date >= 0 ? time : -1,
            StampsClose = time >= 0 && names[time] == "close_time",
            IsUtc = time >= 0 && names[time] is "gmt_time" or "time_(utc)" or "time_(gmt)",
            HasHeader = true,
        };
    }

    /// <summary>The layout of a map.</summary>
    /// <param name="columns">The map.</param>
    /// <param name="first">The first line: a header, unless the map counts columns and this is a row.</param>
    public static RowLayout Of(ColumnMap columns, ReadOnlySpan<byte> first)
    {
        var separator = SeparatorOf(first);
        var fields = Encoding.UTF8.GetString(first).Split(separator).Select(field => field.Trim().Trim('"')).ToList();
        var (time, date, open) = (columns.Find("time", fields), columns.Find("date", fields), columns.Find("open", fields));
        return new RowLayout(
            BarFormat.Csv,
            (byte)separator,
            date >= 0 ? date : time,
            open,
            columns.Find("high", fields),
            columns.Find("low", fields),
            columns.Find("close", fields),
            columns.Find("volume", fields))
        {
            Clock = date >= 0 ? time : -1,
            HasHeader = !columns.IsByNumber || open >= fields.Count || !fields[open].Any(char.IsAsciiDigit),
        };
    }

    private static char SeparatorOf(ReadOnlySpan<byte> line) =>
        line.Contains((byte)';') ? ';' : line.Contains((byte)'\t') ? '\t' : ',';

    private static List<string> NamesOf(ReadOnlySpan<byte> header, char separator) =>
    [
        .. Encoding.UTF8.GetString(header).Split(separator)
            .Select(name => name.Trim().Trim('"', '<', '>').Trim().Replace(' ', '_').ToLowerInvariant()),
    ];

    private static BarFormat FormatOf(ReadOnlySpan<byte> header, List<string> names) =>
        header.StartsWith("<DATE>"u8) ? BarFormat.Mt5
        : names[0] is "gmt_time" or "local_time" || names[0].StartsWith("time_(") ? BarFormat.Dukascopy
        : BarFormat.Csv;

    private static FaultException Missing(List<string> names, char separator, string wanted, string[] accepted) => new(
        Fault.InvalidInput,
        $"The header '{FaultException.Excerpt(string.Join(separator, names))}' has no column for {wanted}: use {string.Join(", ", accepted)}, "
        + "or say where it is with --columns.");
}
