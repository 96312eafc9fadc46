using Bqx.Core;
using Bqx.Server.Pipeline;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Services;

public sealed class BarAdmissionTests
{
    private readonly LatestBars _latest = new();
    private readonly BarAdmission _admission;

    public BarAdmissionTests() => _admission = new BarAdmission(_latest, new FakeTimeProvider());

    [Fact]
    public void WhyRefused_OrdinaryBar_IsNull() => Why(TestBars.Bar("EURUSD", TestBars.Start)).ShouldBeNull();

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void WhyRefused_AheadOfTheClock_AllowsTwoMinutes(int minutes, bool taken) =>
        (Why(TestBars.Bar("EURUSD", TestBars.Start + minutes)) is null).ShouldBe(taken);

    [Fact]
    public void WhyRefused_Saturday_NamesTheHours()
    {
        var saturday = Minute.Exact(new DateTimeOffset(2017, 5, 27, 12, 0, 0, TimeSpan.Zero));

        Why(TestBars.Bar("EURUSD", saturday)).ShouldBe(
            "No bar closes at 2017-05-27T12:00Z: the market is open from Sunday 17:00 to Friday 17:00 New York time.");
    }

    [Theory]
    [InlineData(110_000, true)]
    [InlineData(110_001, false)]
    [InlineData(90_000, true)]
    [InlineData(89_999, false)]
    public void WhyRefused_AgainstTheLastClose_AllowsATenth(int ticks, bool taken)
    {
        _latest.Update([TestBars.Bar("EURUSD", TestBars.Start - 1, 100_000)]);

        (Why(TestBars.Bar("EURUSD", TestBars.Start, ticks)) is null).ShouldBe(taken);
    }

    [Fact]
    public void WhyRefused_SpikeThatTheNextMinuteConfirms_IsTakenThen()
    {
        _latest.Update([TestBars.Bar("EURUSD", TestBars.Start - 1, 100_000)]);

        Why(TestBars.Bar("EURUSD", TestBars.Start, 150_000)).ShouldBe(
            "The bar is more than 10 % away from the last close of EURUSD: it is set aside, and taken when the next one starts from there.");
        Why(TestBars.Bar("EURUSD", TestBars.Start, 150_000)).ShouldNotBeNull();
        _admission.WhyRefused(TestBars.Bar("EURUSD", TestBars.Start + 1, 151_000), out var confirmed).ShouldBeNull();
        confirmed.ShouldBe(TestBars.Bar("EURUSD", TestBars.Start, 150_000));
    }

    [Fact]
    public void WhyRefused_SpikeThatTheNextMinuteDoesNotConfirm_StaysOut()
    {
        _latest.Update([TestBars.Bar("EURUSD", TestBars.Start - 1, 100_000)]);
        Why(TestBars.Bar("EURUSD", TestBars.Start, 150_000)).ShouldNotBeNull();

        _admission.WhyRefused(TestBars.Bar("EURUSD", TestBars.Start + 1, 101_000), out var confirmed).ShouldBeNull();

        confirmed.ShouldBeNull();
        _admission.WhyRefused(TestBars.Bar("EURUSD", TestBars.Start + 2, 151_000), out confirmed)!.Reason.ShouldBe(BarRejection.Spike);
        confirmed.ShouldBeNull();
    }

    [Theory]
    [InlineData(10, 12, 11, 10)]
    [InlineData(10, 9, 8, 9)]
    [InlineData(10, 12, 9, 13)]
    public void WhyRefused_RangeThatDoesNotEnclose_ShowsThePrices(int open, int high, int low, int close)
    {
        var bar = new Bar(Pair.Parse("EURUSD"), TestBars.Start, open, high, low, close);

        Why(bar).ShouldBe($"low {low} and high {high} ticks do not enclose open {open} and close {close}.");
    }

    private string? Why(Bar bar) => _admission.WhyRefused(bar, out _)?.Message;
}
