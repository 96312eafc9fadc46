using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>
/// Finds a source's zone from its weeks' first bars: under the right one they open at Sunday 17:00 New York. Zones differ only in
/// summer, or only in the weeks when two clocks disagree; where several fit all weeks, they give the same times there.
/// </summary>
internal sealed class ZoneDetector
{
    private const int ShortestWeekend = 24 * 60;
    private const int LatestFirstBar = 45;

    private readonly List<int> _opens = [];
    private int _last;

    /// <summary>Weeks seen to open.</summary>
    public int Weeks => _opens.Count;

    /// <summary>Takes a bar's open as stamped by the source, in minutes since 1970.</summary>
    public void Add(int stamp)
    {
        if (_last != 0 && stamp - _last > ShortestWeekend)
        {
            _opens.Add(stamp);
        }

        _last = stamp;
    }

    /// <summary>How many of the weeks open when the market does, were the source in a zone.</summary>
    public int Fits(SourceZone zone) => _opens.Count(stamp =>
        MarketCalendar.TryGetNumber(zone.ToUtc(stamp) + 1, out var number) && number % MarketCalendar.MinutesPerWeek < LatestFirstBar);

    /// <summary>The zone that fits most weeks, or null when there are none or half of them fit no zone.</summary>
    public SourceZone? Detect()
    {
        var best = SourceZones.Candidates.MaxBy(Fits)!;
        return 2 * Fits(best) > Weeks ? best : null;
    }
}
