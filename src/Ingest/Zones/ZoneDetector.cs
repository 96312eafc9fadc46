using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>
/// Finds a source's zone from its weeks' first bars: under the right one they open at Sunday 17:00 New York. Zones differ only in
/// summer, or only in the weeks when New York and London disagree; where several fit all weeks, they give the same times there.
/// </summary>
internal sealed class ZoneDetector
{
    private const int ShortestWeekend = 24 * 60;
    private const int LatestFirstBar = 45;

    private static readonly SourceZone[] Candidates =
        [SourceZone.NewYork, SourceZone.LondonMinus5, SourceZone.FixedEst, SourceZone.Utc];

    private readonly int[] _fits = new int[Candidates.Length];
    private int _weeks;
    private int _last;

    /// <summary>Takes a bar's open as stamped by the source, in minutes since 1970.</summary>
    public void Add(int stamp)
    {
        if (_last != 0 && stamp - _last > ShortestWeekend)
        {
            _weeks++;
            for (var i = 0; i < Candidates.Length; i++)
            {
                var open = ToUtc(Candidates[i], stamp);
                var number = MarketCalendar.TryGetNumber(open + 1, out var found) ? found : -1;
                _fits[i] += number >= 0 && number % MarketCalendar.MinutesPerWeek < LatestFirstBar ? 1 : 0;
            }
        }

        _last = stamp;
    }

    /// <summary>The zone that fits most weeks, or null when there are none or half of them fit no zone.</summary>
    public SourceZone? Detect()
    {
        var best = Array.IndexOf(_fits, _fits.Max());
        return _weeks > 0 && 2 * _fits[best] > _weeks ? Candidates[best] : null;
    }

    internal static Minute ToUtc(SourceZone zone, int stamp)
    {
        var date = DateOnly.FromDayNumber(new DateOnly(1970, 1, 1).DayNumber + (stamp / 1440));
        return new Minute(stamp + SourceZones.MinutesToUtc(zone, date));
    }
}
