using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>The clock in which a source stamps its bars.</summary>
public sealed class SourceZone
{
    /// <summary>New York's wall clock, daylight saving included (HistData up to 2018).</summary>
    public static readonly SourceZone NewYork = new("new_york", -300, DaylightSaving.IsNewYork);

    /// <summary>London's wall clock minus five hours (HistData from 2019).</summary>
    public static readonly SourceZone LondonMinus5 = new("london_minus_5", -300, DaylightSaving.IsLondon);

    /// <summary>UTC − 5 all year (what HistData documents).</summary>
    public static readonly SourceZone FixedEst = new("fixed_est", -300, _ => false);

    public static readonly SourceZone Utc = new("utc", 0, _ => false);

    /// <summary>New York's wall clock plus seven hours: the server clock of brokers whose day ends at 17:00 New York.</summary>
    public static readonly SourceZone Broker = new("broker", 120, DaylightSaving.IsNewYork);

    /// <summary>Eastern European wall clock: two hours ahead of London's.</summary>
    public static readonly SourceZone EasternEurope = new("eet", 120, DaylightSaving.IsLondon);

    private readonly Func<int, int> _ahead;

    // All clocks of this kind change on Sundays before the week's open, so the Sunday on or before a stamp's date decides.
    private SourceZone(string name, int ahead, Func<DateOnly, bool> isSummer)
        : this(name, stamp => ahead + (isSummer(SundayOf(stamp)) ? 60 : 0))
    {
    }

    private SourceZone(string name, Func<int, int> ahead) => (Name, _ahead) = (name, ahead);

    /// <summary>Its name, as <c>--zone</c> takes it.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>A zone of the system's table of time zones.</summary>
    internal static SourceZone Of(TimeZoneInfo zone) =>
        new(zone.Id, stamp => (int)zone.GetUtcOffset(DateTime.SpecifyKind(new Minute(stamp).ToDateTime(), DateTimeKind.Unspecified)).TotalMinutes);

    /// <summary>The instant of a stamp, given in minutes since 1970 by this clock. The distance is constant within a clock hour.</summary>
    internal Minute ToUtc(int stamp) => new(stamp - _ahead(stamp));

    private static DateOnly SundayOf(int stamp)
    {
        var date = DateOnly.FromDateTime(new Minute(stamp).ToDateTime());
        return date.AddDays(-(int)date.DayOfWeek);
    }
}
