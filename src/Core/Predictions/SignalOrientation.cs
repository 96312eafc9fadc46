namespace Bqx.Core;

/// <summary>How a signal is read from BQX.</summary>
public enum SignalOrientation
{
    /// <summary>From the expected return: BUY when the price is expected to rise.</summary>
    Price,

    /// <summary>BUY when BQX itself is above the threshold: inverted with respect to price, kept for comparison.</summary>
    Literal,
}
