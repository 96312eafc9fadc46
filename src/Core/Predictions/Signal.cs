namespace Bqx.Core;

/// <summary>What a prediction says to do.</summary>
public enum Signal
{
    Hold,
    Buy,
    Sell,
}
