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
    [InlineData("2017-01-10T12:00", "broker", "2017-01-10T10:00Z")]
    [InlineData("2017-03-21T12:00", "broker", "2017-03-21T09:00Z")]
    [InlineData("2017-03-21T12:00", "eet", "2017-03-21T10:00Z")]
    [InlineData("2017-07-10T12:00", "EST", "2017-07-10T17:00Z")]
    [InlineData("2017-01-10T12:00", "Europe/Berlin", "2017-01-10T11:00Z")]
    [InlineData("2017-07-10T12:00", "Europe/Berlin", "2017-07-10T10:00Z")]
    [InlineData("2017-07-10T12:00", "Asia/Tokyo", "2017-07-10T03:00Z")]
    [InlineData("2017-03-12T17:00", "new_york", "2017-03-12T21:00Z")] // the Sunday of the change itself
    public void ToUtc_EachZone_FollowsItsOwnSummer(string local, string zone, string utc)
    {
        var stamp = Minute.Exact(DateTimeOffset.Parse(local + "Z")).Value;
        SourceZones.Parse(zone).ToUtc(stamp).ShouldBe(Minute.Exact(DateTimeOffset.Parse(utc)));
    }

    [Theory]
    [InlineData("new_york", 0, 52)]
    [InlineData("london_minus_5", 0, 52)]
    [InlineData("fixed_est", 0, 52)]
    [InlineData("utc", 0, 52)]
    [InlineData("utc", 2, 4)]
    [InlineData("broker", 0, 52)]
    [InlineData("eet", 0, 52)]
    public void Detect_YearStampedInAZone_FindsIt(string zone, int from, int weeks) =>
        Stamped(SourceZones.Parse(zone), 888 + from, weeks).Detect().ShouldBe(SourceZones.Parse(zone));

    [Fact]
    public void Fits_CityOfTheSystemsTable_CountsItsWeeks() =>
        Stamped(SourceZones.Parse("Europe/Athens"), 888, 52).Fits(SourceZone.EasternEurope).ShouldBe(51);

    [Fact]
    public void Detect_WinterOnly_FindsAZoneWithTheSameTimes()
    {
        var found = Stamped(SourceZone.FixedEst, 888, 6).Detect();
        var stamp = Minute.Exact(DateTimeOffset.Parse("2017-01-20T12:00Z")).Value;
        found!.ToUtc(stamp).ShouldBe(SourceZone.FixedEst.ToUtc(stamp));
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
            for (var minute = 255; minute < 7200; minute += 257)
            {
                detector.Add(MarketCalendar.WeekOpen(week).Value + minute);
            }
        }

        detector.Detect().ShouldBeNull();
    }

    [Fact]
    public void Parse_UnknownName_ListsTheZones() => Should.Throw<FaultException>(() => SourceZones.Parse("Mars/Base"))
        .Message.ShouldBe(
            "'Mars/Base' is not a zone: use new_york, london_minus_5, fixed_est, utc, broker, eet, EST, or a name such as Europe/Berlin.");

    // Opens of a few bars a week, the first two minutes late, as a source in that zone stamps them.
    private static ZoneDetector Stamped(SourceZone zone, int firstWeek, int weeks)
    {
        var detector = new ZoneDetector();
        for (var week = firstWeek; week < firstWeek + weeks; week++)
        {
            var open = MarketCalendar.WeekOpen(week).Value;
            var toUtc = Enumerable.Range(-1440, 2881).First(offset => zone.ToUtc(open + 2 - offset).Value == open + 2);
            for (var minute = 2; minute < 7200; minute += 257)
            {
                detector.Add(MarketCalendar.WeekOpen(week).Value + minute - toUtc);
            }
        }

        return detector;
    }
}
