namespace Bqx.Core;

/// <summary>How many rows of a pair are quarantined for a reason.</summary>
public readonly record struct QuarantineCount(Pair? Pair, BarRejection Reason, long Rows);
