using Bqx.Core;

namespace Bqx.Storage.Tests;

public sealed class MonthTests
{
    [Theory]
    [InlineData("2017-01-31T23:59Z", 2017, 1)]
    [InlineData("2017-02-01T00:00Z", 2017, 2)]
    [InlineData("1969-12-31T23:59Z", 1969, 12)]
    public void Of_Close_IsTheMonthOfItsUtcDate(string close, int year, int number) =>
        Month.Of(Minute.Exact(DateTimeOffset.Parse(close))).ShouldBe(new Month(year, number));

    [Fact]
    public void Next_OfDecember_IsJanuary() => new Month(2017, 12).Next.ShouldBe(new Month(2018, 1));

    [Theory]
    [InlineData(0, 2017, 3)]
    [InlineData(10, 2018, 1)]
    [InlineData(-2, 2017, 1)]
    [InlineData(-3, 2016, 12)]
    [InlineData(-27, 2014, 12)]
    public void Plus_CountsCalendarMonths(int months, int year, int number) => new Month(2017, 3).Plus(months).ShouldBe(new Month(year, number));

    [Theory]
    [InlineData("m1_eurusd_2017_03", true)]
    [InlineData("m1_eurusd", false)]
    [InlineData("m1_eurusd_2017", false)]
    [InlineData("m1_eurxxx_2017_03", false)]
    [InlineData("reg_eurusd_2017_03", false)]
    [InlineData("m1_eurusd_2017_-3", false)]
    public void TryParse_TakesLeavesOfTheTableOnly(string name, bool right)
    {
        PartitionedTable.Bars.TryParse(name, out var pair, out var month).ShouldBe(right);
        (pair.Name == "EURUSD" && month == new Month(2017, 3)).ShouldBe(right);
    }

    [Fact]
    public void Start_IsItsFirstMinute() =>
        new Month(2017, 3).Start.ShouldBe(Minute.Exact(new DateTimeOffset(2017, 3, 1, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Names_AreThoseOfTheTables()
    {
        PartitionedTable.Bars.Of(Pair.Parse("EURUSD"), new Month(2017, 3)).ShouldBe("bqx.m1_eurusd_2017_03");
        new Month(2017, 3).ToSql().ShouldBe("2017-03-01 00:00+00");
    }
}
