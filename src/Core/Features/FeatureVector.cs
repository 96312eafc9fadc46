namespace Bqx.Core;

/// <summary>The complete features of one pair at one bar close. Immutable: the values are never written after creation.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Close">Close of the bar it is as of.</param>
/// <param name="Fingerprint">Schema of the values.</param>
/// <param name="Flags">What to know about it.</param>
/// <param name="Values">One float per feature, finite, in schema order.</param>
/// <param name="WrittenAt">When it was computed.</param>
public sealed record FeatureVector(
    Pair Pair,
    Minute Close,
    Digest Fingerprint,
    VectorFlags Flags,
    ReadOnlyMemory<float> Values,
    DateTimeOffset WrittenAt);
