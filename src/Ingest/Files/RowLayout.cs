using System.Text;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Where the columns of a file are.</summary>
/// <param name="Volume">−1 where there is none.</param>
/// <param name="StampsClose">Whether the time is the bar's close and not its open.</param>
internal sealed record RowLayout(byte Separator, int Time, int Open, int High, int Low, int Close, int Volume, bool StampsClose)
{
    public static readonly RowLayout HistData = new((byte)';', 0, 1, 2, 3, 4, 5, StampsClose: false);

    private static readonly string[] TimeNames =
        ["ts_utc", "open_time", "time", "timestamp", "datetime", "date_time", "date", "ts", "gmt_time", "close_time"];

    /// <summary>Highest index that every row must have.</summary>
    public int LastRequired { get; } = Math.Max(Math.Max(Time, Open), Math.Max(Math.Max(High, Low), Close));

    /// <summary>Reads a header.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: a column is missing.</exception>
    public static RowLayout FromHeader(ReadOnlySpan<byte> header)
    {
        var separator = header.Contains((byte)';') ? ';' : header.Contains((byte)'\t') ? '\t' : ',';
        var names = Encoding.UTF8.GetString(header).Split(separator)
            .Select(name => name.Trim().Trim('"', '<', '>').Replace(' ', '_').ToLowerInvariant())
            .ToList();

        int Find(string wanted, params ReadOnlySpan<string> accepted)
        {
            foreach (var name in accepted)
            {
                if (names.IndexOf(name) is >= 0 and var index)
                {
                    return index;
                }
            }

            throw new FaultException(
                Fault.InvalidInput,
                $"The header '{FaultException.Excerpt(string.Join(separator, names))}' has no column for {wanted}: use {string.Join(", ", accepted!)}.");
        }

        var time = Find("the time", TimeNames);
        return new RowLayout(
            (byte)separator,
            time,
            Find("the open", "open", "o"),
            Find("the high", "high", "h"),
            Find("the low", "low", "l"),
            Find("the close", "close", "c"),
            names.FindIndex(name => name is "volume" or "vol" or "v" or "tick_volume" or "tickvol"),
            names[time] == "close_time");
    }
}
