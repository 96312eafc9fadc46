using Bqx.Core;

namespace Bqx.Features;

/// <summary>The local clocks of one market week.</summary>
internal readonly record struct WeekClocks(CityClock Sydney, CityClock Tokyo, CityClock London, CityClock NewYork)
{
    public static WeekClocks Of(int week)
    {
        var sunday = MarketCalendar.Sunday(week);
        var openHour = DaylightSaving.IsNewYork(sunday) ? 21 : 22;
        return new WeekClocks(
            CityClock.At(openHour, DaylightSaving.IsSydney(sunday) ? 11 : 10),
            CityClock.At(openHour, 9),
            CityClock.At(openHour, DaylightSaving.IsLondon(sunday) ? 1 : 0),
            CityClock.At(openHour, openHour == 21 ? -4 : -5));
    }
}
