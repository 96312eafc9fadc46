using Bqx.Core;

namespace Bqx.Features.Tests.Oracle;

/// <summary>The clock features from the machine's zone data.</summary>
internal static class NaiveTime
{
    private static readonly bool HasZones = TimeZoneInfo.TryFindSystemTimeZoneById("America/New_York", out _);

    public static void Add(NaiveView view, IDictionary<string, double> values)
    {
        var close = view.Close;
        Assert.SkipUnless(HasZones, "This machine has no zone data.");
        var newYork = Local(close, "America/New_York");
        var sinceRollover = ((newYork.Hour * 60) + newYork.Minute + (7 * 60)) % 1440;
        for (var harmonic = 1; harmonic <= 3; harmonic++)
        {
            values[$"time_minute_sin{harmonic}"] = Math.Sin(2 * Math.PI * harmonic * sinceRollover / 1440);
            values[$"time_minute_cos{harmonic}"] = Math.Cos(2 * Math.PI * harmonic * sinceRollover / 1440);
        }

        // The trading day is the weekday of the minute's beginning, seven hours on (17:00 becomes midnight).
        var day = (int)newYork.AddMinutes(-1).AddHours(7).DayOfWeek - 1;
        values["time_day_sin"] = Math.Sin(2 * Math.PI * day / 5);
        values["time_day_cos"] = Math.Cos(2 * Math.PI * day / 5);

        var london = Local(close, "Europe/London");
        var sydneyOpen = IsIn(Local(close, "Australia/Sydney"), 7, 16);
        var tokyoOpen = IsIn(Local(close, "Asia/Tokyo"), 9, 18);
        var londonOpen = IsIn(london, 8, 17);
        var newYorkOpen = IsIn(newYork, 8, 17);
        values["time_session_sydney"] = sydneyOpen;
        values["time_session_tokyo"] = tokyoOpen;
        values["time_session_london"] = londonOpen;
        values["time_session_newyork"] = newYorkOpen;
        values["time_overlap_tokyo_london"] = tokyoOpen * londonOpen;
        values["time_overlap_london_newyork"] = londonOpen * newYorkOpen;

        var sunday = newYork.AddMinutes(-1).Date.AddDays(-(int)newYork.AddMinutes(-1).DayOfWeek).AddHours(17);
        var sinceOpen = (newYork - sunday).TotalMinutes;
        values["time_since_open_week"] = Math.Log(1 + sinceOpen) / Math.Log(7201);
        values["time_since_open_london"] = SinceEight(london);
        values["time_since_open_newyork"] = SinceEight(newYork);
        values["time_to_rollover"] = sinceRollover == 0 ? 0 : (1440 - sinceRollover) / 1440.0;
        values["time_monday_open"] = sinceOpen <= 180 ? 1 : 0;
        values["time_friday_close"] = sinceOpen > 7200 - 180 ? 1 : 0;
    }

    private static DateTime Local(Minute close, string zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(close.ToDateTime(), TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static double IsIn(DateTime local, int from, int to) =>
        local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && local.Hour >= from && local.Hour < to ? 1 : 0;

    private static double SinceEight(DateTime local)
    {
        var minutes = (local.Hour * 60) + local.Minute - 480;
        return Math.Log(1 + (minutes < 0 ? minutes + 1440 : minutes)) / Math.Log(1440);
    }
}
