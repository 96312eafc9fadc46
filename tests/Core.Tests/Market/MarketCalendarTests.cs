namespace Bqx.Core.Tests.Market;

public sealed class MarketCalendarTests
{
    [Theory]
    [InlineData("2017-01-01T22:00Z", false)] // Sunday 17:00 EST: the first bar closes a minute later
    [InlineData("2017-01-01T22:01Z", true)]
    [InlineData("2017-01-06T22:00Z", true)] // Friday 17:00 EST: the last bar's close
    [InlineData("2017-01-06T22:01Z", false)]
    [InlineData("2017-01-07T12:00Z", false)]
    [InlineData("2017-07-02T21:00Z", false)]
    [InlineData("2017-07-02T21:01Z", true)] // Sunday 17:00 EDT
    [InlineData("2017-07-07T21:00Z", true)]
    [InlineData("2017-07-07T21:01Z", false)]
    [InlineData("2017-01-08T21:30Z", false)] // in winter the hour before 22:00 is still shut
    [InlineData("2017-01-04T12:00Z", true)]
    public void IsOpen_AroundTheWeekend_FollowsNewYork(string instant, bool open) =>
        MarketCalendar.IsOpen(At(instant)).ShouldBe(open);

    [Fact]
    public void NumberOf_FridayToSunday_IsAdjacent()
    {
        var friday = MarketCalendar.NumberOf(At("2017-03-10T22:00Z"));
        MarketCalendar.NumberOf(At("2017-03-12T21:01Z")).ShouldBe(friday + 1); // daylight saving began that Sunday
        MarketCalendar.CloseOf(friday + 1).ShouldBe(At("2017-03-12T21:01Z"));
        MarketCalendar.Add(At("2017-03-10T22:00Z"), 61).ShouldBe(At("2017-03-12T22:01Z"));
    }

    [Fact]
    public void CloseOf_AnyNumber_IsTheInverseOfNumberOf()
    {
        for (var number = 0; number < MarketCalendar.Weeks * MarketCalendar.MinutesPerWeek; number += 997)
        {
            MarketCalendar.NumberOf(MarketCalendar.CloseOf(number)).ShouldBe(number);
        }
    }

    [Theory]
    [InlineData("2017-01-07T12:00Z", "2017-01-06T22:00Z")]
    [InlineData("2017-01-08T21:30Z", "2017-01-06T22:00Z")]
    [InlineData("2017-01-08T22:00Z", "2017-01-06T22:00Z")]
    [InlineData("2017-01-08T22:01Z", "2017-01-08T22:01Z")]
    [InlineData("2017-07-01T00:00Z", "2017-06-30T21:00Z")]
    public void NumberAtOrBefore_WhenShut_IsTheLastMinuteBefore(string instant, string close) =>
        MarketCalendar.CloseOf(MarketCalendar.NumberAtOrBefore(At(instant))).ShouldBe(At(close));

    [Theory]
    [InlineData("1999-12-31T12:00Z")]
    [InlineData("2100-02-01T12:00Z")]
    [InlineData("2017-01-07T12:00Z")]
    public void NumberOf_ShutOrUnknownYear_SaysWhatIsRight(string instant)
    {
        var fault = Should.Throw<FaultException>(() => MarketCalendar.NumberOf(At(instant)));
        fault.Fault.ShouldBe(Fault.InvalidInput);
        fault.Message.ShouldContain(instant);
        fault.Message.ShouldContain("Sunday 17:00");
    }

    [Fact]
    public void WeekOpen_EveryWeek_IsSundaySeventeenInNewYork()
    {
        var zone = Zone("America/New_York");
        for (var week = 0; week < WeekOf(2037); week++)
        {
            var local = TimeZoneInfo.ConvertTime(MarketCalendar.WeekOpen(week).ToDateTimeOffset(), zone);
            (local.DayOfWeek, local.Hour, local.Minute).ShouldBe((DayOfWeek.Sunday, 17, 0), $"{local}");
        }
    }

    [Fact]
    public void DaylightSaving_EveryWeek_AgreesWithTheZoneData()
    {
        var (london, sydney) = (Zone("Europe/London"), Zone("Australia/Sydney"));
        for (var week = 0; week < WeekOf(2037); week++)
        {
            var open = MarketCalendar.WeekOpen(week).ToDateTimeOffset();
            var sunday = MarketCalendar.Sunday(week);
            DaylightSaving.IsLondon(sunday).ShouldBe(london.IsDaylightSavingTime(open), $"London, {sunday:O}");
            DaylightSaving.IsSydney(sunday).ShouldBe(sydney.IsDaylightSavingTime(open), $"Sydney, {sunday:O}");
        }
    }

    private static int WeekOf(int year) => (year - 2000) * 52;

    private static TimeZoneInfo Zone(string id)
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone), $"This machine has no zone data for {id}.");
        return zone!;
    }

    private static Minute At(string instant) => Minute.Exact(DateTimeOffset.Parse(instant));
}
