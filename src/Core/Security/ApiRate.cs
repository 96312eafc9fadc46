namespace Bqx.Core;

/// <summary>How often a key may be used: a bucket of tokens, one a call.</summary>
/// <param name="PerSecond">Tokens that come back a second, more than 0.</param>
/// <param name="Burst">Tokens in a full bucket, 1 or more.</param>
public sealed record ApiRate(double PerSecond, int Burst);
