namespace Bqx.Core;

/// <summary>Which quarantined rows to show, the latest first.</summary>
/// <param name="Pair">Those of a pair; null = all.</param>
/// <param name="Reason">Those with a reason; null = all.</param>
/// <param name="Limit">At most so many.</param>
public readonly record struct QuarantineQuery(Pair? Pair, BarRejection? Reason, int Limit);
