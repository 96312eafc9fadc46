using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Server.Predictions;

/// <summary>
/// Cost of buying and selling again, relative to the price: the spread, slippage of a tenth of it a side, and commission; the
/// spread three times as wide from 20:55 to 22:15 UTC, when liquidity changes hands.
/// </summary>
internal static class TradingCost
{
    private const double SlippagePerSide = 0.1;
    private const double EcnLeastSpread = 0.7;
    private const double EcnCommissionPerSide = 0.35;
    private const double RolloverFactor = 3;
    private const int RolloverFrom = (20 * 60) + 55;
    private const int RolloverUntil = (22 * 60) + 15;
    private const int MinutesPerDay = 1440;
    private const int TicksPerPip = 10;

    // Average retail spreads in pips, by pair index.
    private static readonly ImmutableArray<double> RetailPips = Table(new(StringComparer.Ordinal)
    {
        ["EURUSD"] = 1.3, ["USDJPY"] = 1.3, ["GBPUSD"] = 1.5, ["USDCHF"] = 1.8, ["AUDUSD"] = 1.8, ["NZDUSD"] = 2.0, ["USDCAD"] = 2.3,
        ["EURJPY"] = 2.1, ["EURGBP"] = 2.2, ["AUDJPY"] = 2.2, ["NZDJPY"] = 2.4, ["EURCHF"] = 2.5, ["CADJPY"] = 2.5, ["EURAUD"] = 2.7,
        ["AUDCAD"] = 2.8, ["GBPJPY"] = 2.8, ["EURCAD"] = 2.9, ["CHFJPY"] = 3.1, ["AUDCHF"] = 3.5, ["AUDNZD"] = 3.6, ["GBPCHF"] = 3.6,
        ["CADCHF"] = 3.9, ["EURNZD"] = 4.2, ["GBPAUD"] = 4.2, ["GBPCAD"] = 4.3, ["NZDCAD"] = 4.4, ["NZDCHF"] = 4.9, ["GBPNZD"] = 5.6,
    });

    /// <summary>Cost of a round trip as a return.</summary>
    public static double RoundTrip(Pair pair, double price, Minute close, CostTier tier)
    {
        var (spread, commission) = PipsOf(RetailPips[pair.Index], tier);
        var width = spread * (IsRollover(close) ? RolloverFactor : 1);
        var pips = (width * (1 + (2 * SlippagePerSide))) + (2 * commission);
        return pips * TicksPerPip / pair.TicksPerUnit / price;
    }

    private static (double Spread, double CommissionPerSide) PipsOf(double retail, CostTier tier) => tier switch
    {
        CostTier.Ecn => (Math.Max(EcnLeastSpread, retail / 2), EcnCommissionPerSide),
        CostTier.Institutional => (retail / 4, 0),
        _ => (retail, 0),
    };

    private static bool IsRollover(Minute close) => (close.Value % MinutesPerDay) is >= RolloverFrom and < RolloverUntil;

    private static ImmutableArray<double> Table(Dictionary<string, double> pips) => [.. Pair.All.Select(pair => pips[pair.Name])];
}
