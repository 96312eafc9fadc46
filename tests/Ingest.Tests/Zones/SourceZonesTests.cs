using Bqx.Core;

namespace Bqx.Ingest.Tests.Zones;

public sealed class SourceZonesTests
{
    [Theory]
    [InlineData("2017-01-10T12:00", "new_york", "2017-01-10T17:00Z")]
    [InlineData("2017-03-21T12:00", "new_york", "2017-03-21T16:00Z")] // New York has changed, London not yet
    [InlineData("2017-03-21T12:00", "london_minus_5", "2017-03-21T17:00Z")]
    [InlineData("2017-07-10T12:00", "new_york", "2017-07-10T16:00Z")]
    [InlineData("2017-07-10T12:00", "london_minus_5", "2017-07-10T16:00Z")]
    [InlineData("2017-07-10T12:00", "fixed_est", "2017-07-10T17:00Z")]
    [InlineData("2017-07-10T12:00", "utc", "2017-07-10T12:00Z")]
    [InlineData("2017-10-31T12:00", "london_minus_5", "2017-10-31T17:00Z")]
    [InlineData("2017-10-31T12:00", "new_york", "2017-10-31T16:00Z")]
    [InlineData("2017-03-12T17:00", "new_york", "2017-03-12T21:00Z")] // the Sunday of the change itself
    public void ToUtc_EachZone_FollowsItsOwnSummer(string local, string zone, string utc)
    {
        var stamp = Minute.Exact(DateTimeOffset.Parse(local + "Z")).Value;
        ZoneDetector.ToUtc(SourceZones.Parse(zone), stamp).ShouldBe(Minute.Exact(DateTimeOffset.Parse(utc)));
    }

    [Theory]
    [InlineData(SourceZone.NewYork, 0, 52, SourceZone.NewYork)]
    [InlineData(SourceZone.LondonMinus5, 0, 52, SourceZone.LondonMinus5)]
    [InlineData(SourceZone.FixedEst, 0, 52, SourceZone.FixedEst)]
    [InlineData(SourceZone.Utc, 0, 52, SourceZone.Utc)]
    [InlineData(SourceZone.Utc, 2, 4, SourceZone.Utc)]
    public void Detect_YearStampedInAZone_FindsIt(SourceZone zone, int from, int weeks, SourceZone found) =>
        Stamped(zone, 888 + from, weeks).Detect().ShouldBe(found);

    [Fact]
    public void Detect_WinterOnly_FindsAZoneWithTheSameTimes()
    {
        var found = Stamped(SourceZone.FixedEst, 888, 6).Detect();
        var stamp = Minute.Exact(DateTimeOffset.Parse("2017-01-20T12:00Z")).Value;
        ZoneDetector.ToUtc(found!.Value, stamp).ShouldBe(ZoneDetector.ToUtc(SourceZone.FixedEst, stamp));
    }

    [Fact]
    public void Detect_NoWeekend_IsNotGuessed()
    {
        var detector = new ZoneDetector();
        for (var i = 0; i < 500; i++)
        {
            detector.Add(MarketCalendar.WeekOpen(900).Value + 2000 + i);
        }

        detector.Detect().ShouldBeNull();
    }

    [Fact]
    public void Detect_UnknownClock_IsNotGuessed()
    {
        var detector = new ZoneDetector();
        for (var week = 900; week < 920; week++)
        {
            for (var minute = 180; minute < 7200; minute += 257)
            {
                detector.Add(MarketCalendar.WeekOpen(week).Value + minute);
            }
        }

        detector.Detect().ShouldBeNull();
    }

    [Fact]
    public void Parse_UnknownName_ListsTheZones() => Should.Throw<FaultException>(() => SourceZones.Parse("est"))
        .Message.ShouldBe("'est' is not a zone: use new_york, london_minus_5, fixed_est, utc.");

    // Opens of a few bars a week, the first two minutes late, as a source in that zone stamps them.
    private static ZoneDetector Stamped(SourceZone zone, int firstWeek, int weeks)
    {
        var detector = new ZoneDetector();
        for (var week = firstWeek; week < firstWeek + weeks; week++)
        {
            var toUtc = SourceZones.MinutesToUtc(zone, MarketCalendar.Sunday(week));
            for (var minute = 2; minute < 7200; minute += 257)
            {
                detector.Add(MarketCalendar.WeekOpen(week).Value + minute - toUtc);
            }
        }

        return detector;
    }
}
