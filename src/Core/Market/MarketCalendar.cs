using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>
/// The grid of market minutes: Sunday 17:00 to Friday 17:00 New York time, 7,200 minutes a week, numbered through. The
/// minute after Friday's last is Sunday's first. A minute is named by its close, so that a week's closes run from Sunday
/// 17:01 to Friday 17:00.
/// </summary>
public static class MarketCalendar
{
    /// <summary>Market minutes in a week.</summary>
    public const int MinutesPerWeek = 5 * MinutesPerDay;

    /// <summary>Market minutes in a trading day.</summary>
    public const int MinutesPerDay = 1440;

    /// <summary>A segment ends when no pair has a bar for more than this many market minutes.</summary>
    public const int LongestGap = 30;

    private const int ClockWeek = 7 * MinutesPerDay;
    private const int FirstYear = 2000;
    private const int LastYear = 2099;

    // The Sundays of the years 2000 to 2099; weeks are counted from the first.
    private static readonly DateOnly FirstSunday = new(FirstYear, 1, 2);
    private static readonly int EarliestOpen = ToMinutes(FirstSunday) + (21 * 60);
    private static readonly ImmutableArray<int> Opens = BuildOpens();

    /// <summary>Weeks that the calendar knows: 2000 to 2099.</summary>
    public static int Weeks => Opens.Length;

    /// <summary>Opening instant of a week, counted from 0: Sunday 17:00 New York.</summary>
    public static Minute WeekOpen(int week) => new(Opens[week]);

    /// <summary>The Sunday on which a week opens.</summary>
    public static DateOnly Sunday(int week) => FirstSunday.AddDays(7 * week);

    /// <summary>Whether a bar with this close lies in the market's hours.</summary>
    public static bool IsOpen(Minute close) => TryGetNumber(close, out _);

    /// <summary>Number of the market minute with this close; false when the market is shut or the year unknown.</summary>
    public static bool TryGetNumber(Minute close, out int number)
    {
        number = 0;
        var week = FloorDiv(close.Value - 1 - EarliestOpen, ClockWeek);
        if ((uint)week >= (uint)Opens.Length)
        {
            return false;
        }

        var minute = close.Value - Opens[week];
        number = (week * MinutesPerWeek) + minute - 1;
        return minute is >= 1 and <= MinutesPerWeek;
    }

    /// <summary>Number of the market minute with this close.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the market is shut then.</exception>
    public static int NumberOf(Minute close) => TryGetNumber(close, out var number)
        ? number
        : throw new FaultException(
            Fault.InvalidInput,
            $"No bar closes at {close}: the market is open from Sunday 17:00 to Friday 17:00 New York time, {FirstYear} to {LastYear}.");

    /// <summary>Number of the last market minute that closes at or before an instant.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the year is unknown.</exception>
    public static int NumberAtOrBefore(Minute instant)
    {
        if (TryGetNumber(instant, out var number))
        {
            return number;
        }

        var week = FloorDiv(instant.Value - 1 - EarliestOpen, ClockWeek);
        if ((uint)week < (uint)Opens.Length)
        {
            // Shut: either the hour before a winter opening (of this candidate week) or after its Friday.
            var number0 = week * MinutesPerWeek;
            return instant.Value <= Opens[week] ? number0 - 1 : number0 + MinutesPerWeek - 1;
        }

        return NumberOf(instant);
    }

    /// <summary>Close of a market minute.</summary>
    public static Minute CloseOf(int number)
    {
        var week = FloorDiv(number, MinutesPerWeek);
        return new Minute(Opens[week] + number - (week * MinutesPerWeek) + 1);
    }

    /// <summary>The close that lies some market minutes after another.</summary>
    public static Minute Add(Minute close, int marketMinutes) => CloseOf(NumberOf(close) + marketMinutes);

    private static int ToMinutes(DateOnly day) => (day.DayNumber - new DateOnly(1970, 1, 1).DayNumber) * MinutesPerDay;

    private static int FloorDiv(int value, int divisor) => (value - (((value % divisor) + divisor) % divisor)) / divisor;

    private static ImmutableArray<int> BuildOpens()
    {
        var opens = ImmutableArray.CreateBuilder<int>();
        for (var sunday = FirstSunday; sunday.Year <= LastYear; sunday = sunday.AddDays(7))
        {
            var hour = DaylightSaving.IsNewYork(sunday) ? 21 : 22;
            opens.Add(ToMinutes(sunday) + (hour * 60));
        }

        return opens.ToImmutable();
    }
}
