namespace Bqx.Core;

/// <summary>The bars that closed in one minute, at most one a pair, ordered by pair. Pairs without a bar are absent.</summary>
public readonly record struct MinuteBars(Minute Close, ReadOnlyMemory<Bar> Bars);
