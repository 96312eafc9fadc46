using Bqx.Core;
using Bqx.Server.History;
using Bqx.Server.Tests.Doubles;

namespace Bqx.Server.Tests.History;

/// <summary>
/// The latest minute closes on Thursday 1 June 2017 at 00:00 UTC; a week's first closes on Sunday at 21:01, number
/// 7,200 · week.
/// </summary>
public sealed class HistoryRangeTests
{
    private const int Capacity = 1440;

    private static readonly int Latest = MarketCalendar.NumberOf(TestBars.Start);

    [Theory]
    [InlineData(null, null, 0, -1439, 0)]
    [InlineData(null, null, 1, 0, 0)]
    [InlineData(null, null, 1440, -1439, 0)]
    [InlineData("2017-05-31T23:50:00Z", null, 0, -10, 0)]
    [InlineData("2017-05-31T23:49:00.001Z", null, 0, -10, 0)]
    [InlineData("2017-05-31T23:50:00Z", "2017-05-31T23:55:59Z", 0, -10, -5)]
    [InlineData("2017-05-31T23:50:00Z", "2017-05-31T23:50:00Z", 0, -10, -10)]
    [InlineData(null, "2017-05-31T23:55:00Z", 3, -7, -5)]
    [InlineData("2001-01-01T00:00:00Z", "2050-01-01T00:00:00Z", 0, -1439, 0)]
    public void Of_Wish_IsWhatIsKeptOfIt(string? since, string? until, int lastMinutes, int first, int last) =>
        HistoryRange.Of(At(since), At(until), lastMinutes, Latest, Capacity).ShouldBe(new HistoryRange(Latest + first, Latest + last));

    // Later than everything that is kept, and before all of it.
    [Theory]
    [InlineData("2017-06-01T00:00:01Z", null)]
    [InlineData(null, "2017-05-30T00:00:00Z")]
    public void Of_NothingKept_IsEmpty(string? since, string? until)
    {
        var range = HistoryRange.Of(At(since), At(until), 0, Latest, Capacity);

        range.Last.ShouldBeLessThan(range.First);
    }

    // On Monday at 00:00 UTC 180 minutes of the week are over; the 1,440 minutes before reach back to Friday 00:00.
    [Fact]
    public void Of_AfterAWeekend_CountsMarketMinutes()
    {
        var monday = MarketCalendar.NumberOf(Minute.Exact(new DateTimeOffset(2017, 6, 5, 0, 0, 0, TimeSpan.Zero)));

        var range = HistoryRange.Of(null, null, 1440, monday, Capacity);

        MarketCalendar.CloseOf(range.First).ToString().ShouldBe("2017-06-02T00:01Z");
    }

    [Theory]
    [InlineData(null, null, -1, "last_minutes is -1: 1 to 1440 is right.")]
    [InlineData(null, null, 1441, "last_minutes is 1441: 1 to 1440 is right.")]
    [InlineData("2017-05-31T23:50:00Z", null, 5, "since and last_minutes are two ways to say one thing: send one of them.")]
    [InlineData("2017-05-31T23:50:00Z", "2017-05-31T23:49:00Z", 0, "since is 2017-05-31 23:50:00Z and until 2017-05-31 23:49:00Z: since must not be later.")]
    public void Of_Contradiction_IsRefused(string? since, string? until, int lastMinutes, string message)
    {
        var refused = Should.Throw<FaultException>(() => HistoryRange.Of(At(since), At(until), lastMinutes, Latest, Capacity));

        (refused.Fault, refused.Message).ShouldBe((Fault.InvalidInput, message));
    }

    private static DateTimeOffset? At(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
