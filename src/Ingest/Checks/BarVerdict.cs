using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>What a check says of a bar.</summary>
/// <param name="Rejection">Why it is not taken now; none when it is.</param>
/// <param name="ConfirmsSuspect">Whether the pair's bar before it, set aside as a spike, is right after all: the market has moved there.</param>
/// <param name="MayBeConfirmed">Whether it is a spike that the next bar may yet confirm.</param>
public readonly record struct BarVerdict(BarRejection Rejection, bool ConfirmsSuspect = false, bool MayBeConfirmed = false);
