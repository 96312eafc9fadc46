using System.Buffers.Text;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Reads rows of one layout.</summary>
internal sealed class RowParser(RowLayout layout, int decimals)
{
    public BarRejection TryParse(ReadOnlySpan<byte> line, out RawBar bar)
    {
        bar = default;
        Span<Range> fields = stackalloc Range[RowLayout.MaxColumns];
        var count = Split(line, fields);
        if (count <= layout.LastRequired)
        {
            return BarRejection.Malformed;
        }

        var rejection = Time(line, fields, out var stamp, out var isUtc);
        var open = 0;
        var high = 0;
        var low = 0;
        var close = 0;
        rejection = rejection == BarRejection.None ? PriceTicks.TryParse(line[fields[layout.Open]], decimals, out open) : rejection;
        rejection = rejection == BarRejection.None ? PriceTicks.TryParse(line[fields[layout.High]], decimals, out high) : rejection;
        rejection = rejection == BarRejection.None ? PriceTicks.TryParse(line[fields[layout.Low]], decimals, out low) : rejection;
        rejection = rejection == BarRejection.None ? PriceTicks.TryParse(line[fields[layout.Close]], decimals, out close) : rejection;
        if (rejection != BarRejection.None)
        {
            return rejection;
        }

        var volume = 0f;
        if (layout.Volume >= 0 && layout.Volume < count && !TryVolume(line[fields[layout.Volume]], out volume))
        {
            return BarRejection.Malformed;
        }

        bar = new RawBar(stamp, isUtc, open, high, low, close, volume);
        return BarRejection.None;
    }

    /// <summary>The time of a row: minutes since 1970 by the source's clock, or in UTC.</summary>
    public BarRejection TryTime(ReadOnlySpan<byte> line, out int stamp, out bool isUtc)
    {
        Span<Range> fields = stackalloc Range[RowLayout.MaxColumns];
        (stamp, isUtc) = (0, false);
        return Split(line, fields) > Math.Max(layout.Time, layout.Clock) ? Time(line, fields, out stamp, out isUtc) : BarRejection.Malformed;
    }

    /// <summary>What a row's date tells of the order of its parts; false when its year comes first.</summary>
    public bool IsYearLast(ReadOnlySpan<byte> line, out DateOrder told)
    {
        Span<Range> fields = stackalloc Range[RowLayout.MaxColumns];
        told = DateOrder.Auto;
        return Split(line, fields) > layout.Time && Stamp.IsYearLast(line[fields[layout.Time]], out told);
    }

    private BarRejection Time(ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields, out int stamp, out bool isUtc)
    {
        var rejection = layout.Clock < 0
            ? Stamp.TryParse(line[fields[layout.Time]], layout.DateOrder, out stamp, out isUtc)
            : Stamp.TryParse(line[fields[layout.Time]], line[fields[layout.Clock]], layout.DateOrder, out stamp, out isUtc);
        isUtc |= layout.IsUtc;
        return rejection;
    }

    private int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var (count, start) = (0, 0);
        while (count < fields.Length)
        {
            var length = line[start..].IndexOf(layout.Separator);
            var end = length < 0 ? line.Length : start + length;
            fields[count++] = Unquote(line, start, end);
            if (length < 0)
            {
                break;
            }

            start = end + 1;
        }

        return count;
    }

    private static Range Unquote(ReadOnlySpan<byte> line, int start, int end) =>
        end - start >= 2 && line[start] == '"' && line[end - 1] == '"' ? (start + 1)..(end - 1) : start..end;

    private static bool TryVolume(ReadOnlySpan<byte> text, out float volume)
    {
        volume = 0;
        return text is [] or [(byte)'0']
            || (Utf8Parser.TryParse(text, out volume, out var used) && used == text.Length && float.IsFinite(volume) && volume >= 0);
    }
}
