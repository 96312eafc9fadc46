using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>
/// Reads <c>YYYYMMDD HHMMSS</c>, <c>YYYY-MM-DD HH:MM[:SS[.fff]]</c> (also with dots, slashes or a T, or with the year last) with an optional
/// Z, ±HH:MM or GMT±HHMM, and Unix seconds or milliseconds.
/// </summary>
internal static class Stamp
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>Reads a date with its time.</summary>
    public static BarRejection TryParse(ReadOnlySpan<byte> text, DateOrder order, out int minutes, out bool isUtc)
    {
        (minutes, isUtc) = (0, false);
        if (text.Length is 10 or 13 && TryDigits(text, out var unix))
        {
            isUtc = true;
            var seconds = text.Length == 13 ? unix / 1000 : unix;
            minutes = (int)(seconds / 60);
            return seconds % 60 == 0 && (text.Length == 10 || unix % 1000 == 0) ? BarRejection.None : BarRejection.NotOnMinute;
        }

        var length = DateLength(text);
        return text.Length >= length + 5 && text[length] is (byte)' ' or (byte)'T'
            ? TryParse(text[..length], text[(length + 1)..], order, out minutes, out isUtc)
            : BarRejection.Malformed;
    }

    /// <summary>Reads a date and a time of day that stand in columns of their own.</summary>
    public static BarRejection TryParse(ReadOnlySpan<byte> date, ReadOnlySpan<byte> clock, DateOrder order, out int minutes, out bool isUtc)
    {
        (minutes, isUtc) = (0, false);
        return clock.Length >= 5 && TryDate(date, order, out var day) && TryTime(clock, out var minute, out var hasSeconds, out var used)
            ? Finish(clock[used..], (day * 1440) + minute, hasSeconds, out minutes, out isUtc)
            : BarRejection.Malformed;
    }

    /// <summary>Whether the year comes last, with a separator that leaves the order of day and month open; and what a row tells of it.</summary>
    public static bool IsYearLast(ReadOnlySpan<byte> text, out DateOrder told)
    {
        told = DateOrder.Auto;
        if (text.Length < 10 || text[2] is not ((byte)'/' or (byte)'-')
            || !TryDigits(text[..2], out var first) || !TryDigits(text.Slice(3, 2), out var second))
        {
            return false;
        }

        told = first > 12 ? DateOrder.DayFirst : second > 12 ? DateOrder.MonthFirst : DateOrder.Auto;
        return true;
    }

    private static int DateLength(ReadOnlySpan<byte> text) =>
        text.Length > 4 && (IsSeparator(text[4]) || IsSeparator(text[2])) ? 10 : 8;

    private static bool IsSeparator(byte symbol) => symbol is (byte)'-' or (byte)'.' or (byte)'/';

    private static BarRejection Finish(ReadOnlySpan<byte> zone, int local, bool hasSeconds, out int minutes, out bool isUtc)
    {
        minutes = local;
        isUtc = true;
        zone = zone.StartsWith(" GMT"u8) || zone.StartsWith(" UTC"u8) ? zone[4..] : zone;
        if (zone.IsEmpty)
        {
            isUtc = false;
        }
        else if (zone is not [(byte)'Z'])
        {
            if (zone.Length is not (5 or 6) || zone[0] is not ((byte)'+' or (byte)'-') || (zone.Length == 6 && zone[3] != ':')
                || !TryDigits(zone.Slice(1, 2), out var hours) || !TryDigits(zone[^2..], out var rest) || hours > 14 || rest > 59)
            {
                return BarRejection.Malformed;
            }

            var offset = (int)((hours * 60) + rest);
            minutes -= zone[0] == '+' ? offset : -offset;
        }

        return hasSeconds ? BarRejection.NotOnMinute : BarRejection.None;
    }

    private static bool TryDate(ReadOnlySpan<byte> text, DateOrder order, out int day)
    {
        day = 0;
        if (text.Length != DateLength(text))
        {
            return false;
        }

        var yearLast = text.Length == 10 && IsSeparator(text[2]);
        var separated = text.Length == 10;
        if (yearLast ? text[5] != text[2] : separated && text[7] != text[4])
        {
            return false;
        }

        var step = separated ? 1 : 0;
        var year = yearLast ? text[6..] : text[..4];
        var first = yearLast ? text[..2] : text.Slice(4 + step, 2);
        var second = yearLast ? text.Slice(3, 2) : text.Slice(6 + (2 * step), 2);
        var dayFirst = yearLast && (text[2] == '.' || order == DateOrder.DayFirst);
        return TryDigits(year, out var y)
            && TryDigits(dayFirst ? second : first, out var m)
            && TryDigits(dayFirst ? first : second, out var d)
            && TryDay((int)y, (int)m, (int)d, out day);
    }

    private static bool TryDay(int year, int month, int dayOfMonth, out int day)
    {
        var exists = year is >= 1970 and <= 2099 && month is >= 1 and <= 12 && dayOfMonth >= 1 && dayOfMonth <= DateTime.DaysInMonth(year, month);
        day = exists ? new DateOnly(year, month, dayOfMonth).DayNumber - Epoch : 0;
        return exists;
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
