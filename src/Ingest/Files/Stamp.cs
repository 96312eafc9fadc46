namespace Bqx.Ingest;

/// <summary>
/// Reads <c>YYYYMMDD HHMMSS</c>, <c>YYYY-MM-DD HH:MM[:SS[.fff]]</c> (also with dots, slashes or a T) with an optional Z or ±HH:MM, and
/// Unix seconds or milliseconds.
/// </summary>
internal static class Stamp
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public static BarRejection TryParse(ReadOnlySpan<byte> text, out int minutes, out bool isUtc)
    {
        (minutes, isUtc) = (0, false);
        if (text.Length is 10 or 13 && TryDigits(text, out var unix))
        {
            isUtc = true;
            var seconds = text.Length == 13 ? unix / 1000 : unix;
            minutes = (int)(seconds / 60);
            return seconds % 60 == 0 && (text.Length == 10 || unix % 1000 == 0) ? BarRejection.None : BarRejection.NotOnMinute;
        }

        var separated = text.Length > 4 && text[4] is (byte)'-' or (byte)'.' or (byte)'/';
        var dateLength = separated ? 10 : 8;
        if (text.Length < dateLength + 5 || text[dateLength] is not ((byte)' ' or (byte)'T') || !TryDate(text[..dateLength], separated, out var day))
        {
            return BarRejection.Malformed;
        }

        var time = text[(dateLength + 1)..];
        return TryTime(time, out var minute, out var hasSeconds, out var used)
            ? Finish(time[used..], (day * 1440) + minute, hasSeconds, out minutes, out isUtc)
            : BarRejection.Malformed;
    }

    private static BarRejection Finish(ReadOnlySpan<byte> zone, int local, bool hasSeconds, out int minutes, out bool isUtc)
    {
        minutes = local;
        isUtc = true;
        if (zone.IsEmpty)
        {
            isUtc = false;
        }
        else if (zone is not [(byte)'Z'])
        {
            if (zone.Length != 6 || zone[0] is not ((byte)'+' or (byte)'-') || zone[3] != ':'
                || !TryDigits(zone.Slice(1, 2), out var hours) || !TryDigits(zone[4..], out var rest) || hours > 14 || rest > 59)
            {
                return BarRejection.Malformed;
            }

            var offset = (int)((hours * 60) + rest);
            minutes -= zone[0] == '+' ? offset : -offset;
        }

        return hasSeconds ? BarRejection.NotOnMinute : BarRejection.None;
    }

    private static bool TryDate(ReadOnlySpan<byte> text, bool separated, out int day)
    {
        day = 0;
        var step = separated ? 1 : 0;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text.Slice(4 + step, 2), out var month)
            || !TryDigits(text.Slice(6 + (2 * step), 2), out var dayOfMonth)
            || (separated && text[7] != text[4])
            || year is < 1970 or > 2099 || month is < 1 or > 12
            || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth((int)year, (int)month))
        {
            return false;
        }

        day = new DateOnly((int)year, (int)month, (int)dayOfMonth).DayNumber - Epoch;
        return true;
    }

    // HHMMSS, HH:MM, HH:MM:SS or HH:MM:SS.fff.
    private static bool TryTime(ReadOnlySpan<byte> text, out int minute, out bool hasSeconds, out int used)
    {
        (minute, hasSeconds, used) = (0, false, 0);
        var step = text[2] == ':' ? 1 : 0;
        if (text.Length < 4 + step || !TryDigits(text[..2], out var hours) || !TryDigits(text.Slice(2 + step, 2), out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        minute = (int)((hours * 60) + minutes);
        used = 4 + step;
        var more = step == 1 ? text.Length > used && text[used] == ':' : text.Length >= 6;
        if (!more)
        {
            return step == 1;
        }

        if (text.Length < used + step + 2 || !TryDigits(text.Slice(used + step, 2), out var seconds) || seconds > 59)
        {
            return false;
        }

        used += step + 2;
        hasSeconds = seconds != 0;
        if (used < text.Length && text[used] == '.')
        {
            var fraction = text[(used + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            var end = fraction < 0 ? text.Length : used + 1 + fraction;
            hasSeconds |= text[(used + 1)..end].ContainsAnyExcept((byte)'0');
            used = end;
        }

        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        foreach (var symbol in text)
        {
            var digit = symbol - '0';
            if ((uint)digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return true;
    }
}
