namespace Bqx.Core;

/// <summary>
/// Which weeks of the market run on summer time. All clocks change while the market is closed (on a Sunday before 17:00
/// New York), so one answer holds for a whole market week. Own rules instead of the machine's zone data: the same bits
/// everywhere, also where no zone data is installed. Valid from 2000.
/// </summary>
public static class DaylightSaving
{
    /// <summary>United States: second Sunday of March to first of November; before 2007 first of April to last of October.</summary>
    public static bool IsNewYork(DateOnly sunday) => sunday.Year >= 2007
        ? sunday >= Nth(sunday.Year, 3, 2) && sunday < Nth(sunday.Year, 11, 1)
        : sunday >= Nth(sunday.Year, 4, 1) && sunday < Last(sunday.Year, 10);

    /// <summary>European Union and United Kingdom: last Sunday of March to last of October.</summary>
    public static bool IsLondon(DateOnly sunday) =>
        sunday >= Last(sunday.Year, 3) && sunday < Last(sunday.Year, 10);

    /// <summary>
    /// New South Wales: first Sunday of October to first of April; before 2008 last of October (in 2000 last of August) to
    /// last of March (in 2006 first of April).
    /// </summary>
    public static bool IsSydney(DateOnly sunday)
    {
        var year = sunday.Year;
        var end = year is >= 2008 or 2006 ? Nth(year, 4, 1) : Last(year, 3);
        var start = year >= 2008 ? Nth(year, 10, 1) : Last(year, year == 2000 ? 8 : 10);
        return sunday < end || sunday >= start;
    }

    private static DateOnly Nth(int year, int month, int n)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((7 - (int)first.DayOfWeek) % 7) + (7 * (n - 1)));
    }

    private static DateOnly Last(int year, int month)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
