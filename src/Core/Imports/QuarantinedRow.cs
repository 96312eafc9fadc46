namespace Bqx.Core;

/// <summary>A bar that was set aside, as it came.</summary>
/// <param name="Pair">Its pair, where it is one.</param>
/// <param name="Close">Close of the bar, where its time could be read.</param>
/// <param name="Reason">Why it was not taken.</param>
/// <param name="Source">The file, or the stream, that it came from.</param>
/// <param name="Line">Its line in the file, or its position in the stream.</param>
/// <param name="Raw">The row as it came, at most <see cref="MaxRaw"/> characters.</param>
public sealed record QuarantinedRow(Pair? Pair, Minute? Close, BarRejection Reason, string Source, long Line, string Raw)
{
    /// <summary>Longest text that is kept.</summary>
    public const int MaxRaw = 200;

    /// <summary>When it was set aside; set by the store.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>The import that it came with; null for live bars.</summary>
    public long? Import { get; init; }
}
