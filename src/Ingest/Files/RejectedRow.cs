using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>A row that was not taken.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Close">Close of its bar, UTC, where its time could be read.</param>
/// <param name="Reason">Why.</param>
/// <param name="Raw">Its text, at most <see cref="MaxRaw"/> characters of it.</param>
public sealed record RejectedRow(long Line, Minute? Close, BarRejection Reason, string Raw)
{
    /// <summary>Longest text that is kept.</summary>
    public const int MaxRaw = 200;
}
