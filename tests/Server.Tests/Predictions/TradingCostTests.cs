using Bqx.Core;
using Bqx.Server.Predictions;

namespace Bqx.Server.Tests.Predictions;

public sealed class TradingCostTests
{
    private static readonly Minute Noon = Minute.Exact(new DateTimeOffset(2017, 6, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    // Retail EURUSD: 1.3 pips and a tenth of it a side in slippage = 1.56 pips of 0.0001 at 1.2.
    [InlineData("EURUSD", 1.2, CostTier.Retail, 1.56 * 0.0001 / 1.2)]
    // A pip of a JPY pair is 0.01.
    [InlineData("USDJPY", 110, CostTier.Retail, 1.56 * 0.01 / 110)]
    // ECN: half of 1.3 is below 0.7 pip; commission 0.35 a side.
    [InlineData("EURUSD", 1.2, CostTier.Ecn, ((0.7 * 1.2) + 0.7) * 0.0001 / 1.2)]
    // Half of 5.6.
    [InlineData("GBPNZD", 2.0, CostTier.Ecn, ((2.8 * 1.2) + 0.7) * 0.0001 / 2.0)]
    // A quarter of 1.3, no commission.
    [InlineData("EURUSD", 1.2, CostTier.Institutional, 0.325 * 1.2 * 0.0001 / 1.2)]
    public void RoundTrip_OfATier_IsSpreadSlippageAndCommission(string pair, double price, CostTier tier, double expected) =>
        TradingCost.RoundTrip(Pair.Parse(pair), price, Noon, tier).ShouldBe(expected, 1e-15);

    [Theory]
    [InlineData(20, 54, 1)]
    [InlineData(20, 55, 3)]
    [InlineData(22, 14, 3)]
    [InlineData(22, 15, 1)]
    public void RoundTrip_AroundRollover_IsThreeTimesAsWide(int hour, int minute, double factor)
    {
        var close = Minute.Exact(new DateTimeOffset(2017, 6, 1, hour, minute, 0, TimeSpan.Zero));
        var noon = TradingCost.RoundTrip(Pair.Parse("EURUSD"), 1.2, Noon, CostTier.Retail);

        TradingCost.RoundTrip(Pair.Parse("EURUSD"), 1.2, close, CostTier.Retail).ShouldBe(factor * noon, 1e-15);
    }

    [Fact]
    public void RoundTrip_EveryPair_HasASpread()
    {
        foreach (var pair in Pair.All)
        {
            TradingCost.RoundTrip(pair, 1, Noon, CostTier.Institutional).ShouldBeGreaterThan(0);
        }
    }
}
