using Bqx.Core;

namespace Bqx.Server.Services;

/// <summary>Live bars that were refused, for their sender and for the quarantine.</summary>
internal static class LiveRejections
{
    private const string Source = "live";

    /// <summary>What the sender reads.</summary>
    public static V1.RejectedBar Shown(V1.Bar message, ulong row, Refusal refusal) => new()
    {
        Row = row,
        Pair = FaultException.Excerpt(message.Pair),
        Close = message.CloseTime,
        Reason = refusal.Message,
    };

    /// <summary>What is kept.</summary>
    public static QuarantinedRow Kept(V1.Bar message, ulong row, Refusal refusal)
    {
        var raw = message.ToString();
        return new QuarantinedRow(
            Pair.TryParse(message.Pair, out var pair) ? pair : null,
            refusal.Reason is not (BarRejection.Malformed or BarRejection.NotOnMinute or BarRejection.UnknownPair) && message.CloseTime is { } close
                ? new Minute((int)(close.Seconds / 60))
                : null,
            refusal.Reason,
            Source,
            (long)row,
            raw[..Math.Min(raw.Length, QuarantinedRow.MaxRaw)]);
    }
}
