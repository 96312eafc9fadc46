using Bqx.Core;
using Bqx.Server.Predictions;

namespace Bqx.Server.Tests.Predictions;

public sealed class SignalRuleTests
{
    private const double Slope = -0.0248;
    private const double Cost = 1.56 * 0.0001; // EURUSD, retail, at 1.0
    private static readonly Pair Eurusd = Pair.Parse("EURUSD");
    private static readonly Minute Noon = Minute.Exact(new DateTimeOffset(2017, 6, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    // A negative BQX says that the price rises.
    [InlineData(-0.01, Signal.Buy)]
    [InlineData(0.01, Signal.Sell)]
    [InlineData(-0.006, Signal.Hold)]
    [InlineData(0.006, Signal.Hold)]
    [InlineData(0, Signal.Hold)]
    public void Decide_ByPrice_BuysWhatIsExpectedToRiseByMoreThanTheCost(double bqx, Signal expected)
    {
        var decision = Rule().Decide(Eurusd, Noon, 1.0, bqx, Slope);

        decision.Signal.ShouldBe(expected);
        decision.ExpectedReturn.ShouldBe(Slope * bqx);
        decision.Threshold.ShouldBe(Cost, 1e-15);
        decision.Orientation.ShouldBe(SignalOrientation.Price);
    }

    [Fact]
    public void Decide_ExactlyTheCost_Holds()
    {
        var cost = TradingCost.RoundTrip(Eurusd, 1.0, Noon, CostTier.Retail);

        Rule().Decide(Eurusd, Noon, 1.0, cost, 1).Signal.ShouldBe(Signal.Hold);
        Rule().Decide(Eurusd, Noon, 1.0, -cost, 1).Signal.ShouldBe(Signal.Hold);
        Rule().Decide(Eurusd, Noon, 1.0, Math.BitIncrement(cost), 1).Signal.ShouldBe(Signal.Buy);
    }

    [Fact]
    public void Decide_WithMargin_AsksForMore()
    {
        Rule(margin: 0.0001).Decide(Eurusd, Noon, 1.0, -0.01, Slope).Signal.ShouldBe(Signal.Hold);
        Rule(margin: 0.0001).Decide(Eurusd, Noon, 1.0, -0.01, Slope).Threshold.ShouldBe(Cost + 0.0001, 1e-15);
        Rule(margin: 0.00009).Decide(Eurusd, Noon, 1.0, -0.01, Slope).Signal.ShouldBe(Signal.Buy);
    }

    [Theory]
    [InlineData(0.01, Signal.Buy)]
    [InlineData(-0.01, Signal.Sell)]
    [InlineData(0.006, Signal.Hold)]
    public void Decide_Literally_BuysWhatHasFallen(double bqx, Signal expected)
    {
        var decision = Rule(SignalOrientation.Literal).Decide(Eurusd, Noon, 1.0, bqx, Slope);

        decision.Signal.ShouldBe(expected);
        decision.Threshold.ShouldBe(Cost / 0.0248, 1e-12);
        decision.Orientation.ShouldBe(SignalOrientation.Literal);
    }

    [Fact]
    public void Decide_LiterallyWithoutSlope_Holds()
    {
        var decision = Rule(SignalOrientation.Literal).Decide(Eurusd, Noon, 1.0, 5, 0);

        decision.Signal.ShouldBe(Signal.Hold);
        double.IsFinite(decision.Threshold).ShouldBeTrue();
    }

    [Fact]
    public void Decide_SteadilyRisingSeries_BuysByPriceAndSellsLiterally()
    {
        // P_{t−i} = 1 − i/10,000 before a price of 1: BQX60 = −Σ i/10,000 = −0.183.
        var bqx = Enumerable.Range(1, 60).Sum(i => (1 - (i / 10_000.0)) - 1);

        bqx.ShouldBe(-0.183, 1e-12);
        Rule().Decide(Eurusd, Noon, 1.0, bqx, Slope).Signal.ShouldBe(Signal.Buy);
        Rule(SignalOrientation.Literal).Decide(Eurusd, Noon, 1.0, bqx, Slope).Signal.ShouldBe(Signal.Sell);
    }

    private static SignalRule Rule(SignalOrientation orientation = SignalOrientation.Price, double margin = 0) =>
        new(new SignalOptions { Orientation = orientation, Margin = margin });
}
