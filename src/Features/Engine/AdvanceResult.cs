namespace Bqx.Features;

/// <summary>What a step of the engine did.</summary>
/// <param name="FilledMinutes">Market minutes without a bar of any pair that were filled before this one.</param>
/// <param name="SegmentStarted">Whether this minute is the first of a segment.</param>
/// <param name="InSegment">False while no segment runs: before the first bar, or after more than 30 minutes without any.</param>
public readonly record struct AdvanceResult(int FilledMinutes, bool SegmentStarted, bool InSegment);
