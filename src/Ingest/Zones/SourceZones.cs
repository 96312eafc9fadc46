using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Names of the zones, and their distance from UTC.</summary>
public static class SourceZones
{
    private static readonly ImmutableArray<(SourceZone Zone, string Name)> Table =
    [
        (SourceZone.NewYork, "new_york"),
        (SourceZone.LondonMinus5, "london_minus_5"),
        (SourceZone.FixedEst, "fixed_est"),
        (SourceZone.Utc, "utc"),
    ];

    /// <summary>All names.</summary>
    public static readonly ImmutableArray<string> Names = [.. Table.Select(entry => entry.Name)];

    /// <summary>Name of a zone.</summary>
    public static string NameOf(SourceZone zone) => Table[(int)zone].Name;

    /// <summary>Finds a zone by name.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>.</exception>
    public static SourceZone Parse(string name)
    {
        var index = Names.IndexOf(name);
        return index >= 0
            ? Table[index].Zone
            : throw new FaultException(
                Fault.InvalidInput, $"'{FaultException.Excerpt(name)}' is not a zone: use {string.Join(", ", Names)}.");
    }

    /// <summary>
    /// Minutes to add to a stamp of that date to get UTC. All clocks change on Sundays before the week's open, so the Sunday on
    /// or before the date decides.
    /// </summary>
    internal static int MinutesToUtc(SourceZone zone, DateOnly date)
    {
        var sunday = date.AddDays(-(int)date.DayOfWeek);
        return zone switch
        {
            SourceZone.NewYork => DaylightSaving.IsNewYork(sunday) ? 240 : 300,
            SourceZone.LondonMinus5 => DaylightSaving.IsLondon(sunday) ? 240 : 300,
            SourceZone.FixedEst => 300,
            _ => 0,
        };
    }
}
