using System.Runtime.CompilerServices;

namespace Bqx.Core;

/// <summary>
/// Probabilities of the five classes of z = −BQX/(σ̂·√S2) cut at ±0.5 and ±1.5, in the order strong_bear, bear, neutral, bull,
/// strong_bull.
/// </summary>
[InlineArray(Count)]
public struct RegimeProbabilities
{
    /// <summary>How many classes there are.</summary>
    public const int Count = 5;

    private float _first;
}
