using Bqx.Core;

namespace Bqx.Features;

/// <summary>A city's wall clock within one market week.</summary>
/// <param name="MinuteAtOpen">Local minutes since the local Sunday 00:00 when the market opens.</param>
internal readonly record struct CityClock(int MinuteAtOpen)
{
    private const int Day = MarketCalendar.MinutesPerDay;

    /// <param name="openHour">UTC hour of Sunday at which the market opens.</param>
    /// <param name="offset">Hours that the city is ahead of UTC.</param>
    public static CityClock At(int openHour, int offset) => new((openHour + offset) * 60);

    /// <summary>Whether the local time lies in [from, to) hours on a local weekday.</summary>
    public bool IsWithin(int marketMinute, int from, int to)
    {
        var (day, minute) = Math.DivRem(MinuteAtOpen + marketMinute, Day);
        return day is >= 1 and <= 5 && minute >= from * 60 && minute < to * 60;
    }

    /// <summary>Minutes since the last time the local clock showed an hour, 0..1439.</summary>
    public int MinutesSince(int marketMinute, int hour) => (MinuteAtOpen + marketMinute - (hour * 60) + Day) % Day;
}
