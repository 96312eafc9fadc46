using System.Globalization;

namespace Grpc.Wire;

/// <summary>The grpc-timeout header: up to eight digits and a unit (H, M, S, m, u, n).</summary>
internal static class GrpcTimeout
{
    private const long MaxValue = 99_999_999;

    internal static bool TryParse(string? text, out TimeSpan timeout)
    {
        timeout = default;
        if (text is not { Length: >= 2 and <= 9 } ||
            !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        long? ticks = text[^1] switch
        {
            'H' => value * TimeSpan.TicksPerHour,
            'M' => value * TimeSpan.TicksPerMinute,
            'S' => value * TimeSpan.TicksPerSecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'n' => (value + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick,
            _ => null,
        };
        timeout = new TimeSpan(ticks ?? 0);
        return ticks.HasValue;
    }

    /// <summary>The smallest unit that holds the value, rounded up, so that it never becomes shorter.</summary>
    internal static string Format(TimeSpan timeout)
    {
        var ticks = Math.Max(timeout.Ticks, 1);
        return TryFormat(ticks, TimeSpan.TicksPerMicrosecond, 'u')
            ?? TryFormat(ticks, TimeSpan.TicksPerMillisecond, 'm')
            ?? TryFormat(ticks, TimeSpan.TicksPerSecond, 'S')
            ?? TryFormat(ticks, TimeSpan.TicksPerMinute, 'M')
            ?? TryFormat(ticks, TimeSpan.TicksPerHour, 'H')
            ?? string.Create(CultureInfo.InvariantCulture, $"{MaxValue}H");
    }

    private static string? TryFormat(long ticks, long unitTicks, char unit)
    {
        var (quotient, remainder) = Math.DivRem(ticks, unitTicks);
        var value = quotient + (remainder > 0 ? 1 : 0);
        return value <= MaxValue ? string.Create(CultureInfo.InvariantCulture, $"{value}{unit}") : null;
    }
}
