using Bqx.Core;

namespace Bqx.Server.Predictions;

/// <summary>
/// BUY when the expected return exceeds the round-trip cost plus the margin, SELL when its negative does, else HOLD. Read literally,
/// BQX itself is compared with the same threshold in units of BQX, which inverts the direction.
/// </summary>
internal sealed class SignalRule(SignalOptions options)
{
    /// <summary>Decides for one pair.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="close">Close of the bar.</param>
    /// <param name="price">Close price.</param>
    /// <param name="bqx">Forecast BQX.</param>
    /// <param name="returnSlope">Slope of the return until the horizon on BQX.</param>
    public SignalDecision Decide(Pair pair, Minute close, double price, double bqx, double returnSlope)
    {
        var expected = returnSlope * bqx;
        var cost = TradingCost.RoundTrip(pair, price, close, options.Tier) + options.Margin;
        if (options.Orientation == SignalOrientation.Price)
        {
            return new SignalDecision(expected, Compare(expected, cost), cost, SignalOrientation.Price);
        }

        // Without a slope no BQX is worth the cost.
        var threshold = returnSlope == 0 ? double.MaxValue : cost / Math.Abs(returnSlope);
        return new SignalDecision(expected, Compare(bqx, threshold), threshold, SignalOrientation.Literal);
    }

    private static Signal Compare(double value, double threshold) =>
        value > threshold ? Signal.Buy
        : value < -threshold ? Signal.Sell
        : Signal.Hold;
}
