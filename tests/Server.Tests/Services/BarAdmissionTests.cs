using Bqx.Core;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Services;

public sealed class BarAdmissionTests
{
    private readonly BarAdmission _admission = new(new FakeTimeProvider());

    [Fact]
    public void WhyRefused_OrdinaryBar_IsNull() => _admission.WhyRefused(TestBars.Bar("EURUSD", TestBars.Start)).ShouldBeNull();

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void WhyRefused_AheadOfTheClock_AllowsTwoMinutes(int minutes, bool taken) =>
        (_admission.WhyRefused(TestBars.Bar("EURUSD", TestBars.Start + minutes)) is null).ShouldBe(taken);

    [Fact]
    public void WhyRefused_Saturday_NamesTheHours()
    {
        var saturday = Minute.Exact(new DateTimeOffset(2017, 5, 27, 12, 0, 0, TimeSpan.Zero));

        _admission.WhyRefused(TestBars.Bar("EURUSD", saturday)).ShouldBe(
            "No bar closes at 2017-05-27T12:00Z: the market is open from Sunday 17:00 to Friday 17:00 New York time.");
    }

    [Theory]
    [InlineData(10, 12, 11, 10)]
    [InlineData(10, 9, 8, 9)]
    [InlineData(10, 12, 9, 13)]
    public void WhyRefused_RangeThatDoesNotEnclose_ShowsThePrices(int open, int high, int low, int close)
    {
        var bar = new Bar(Pair.Parse("EURUSD"), TestBars.Start, open, high, low, close);

        _admission.WhyRefused(bar).ShouldBe($"low {low} and high {high} ticks do not enclose open {open} and close {close}.");
    }
}
