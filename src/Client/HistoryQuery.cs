using Google.Protobuf.WellKnownTypes;

namespace Bqx.Client;

/// <summary>Which part of the last day is asked for. Without bounds: everything that the server keeps.</summary>
public sealed record HistoryQuery
{
    /// <value>Distinct pairs, such as EURUSD. Default: all 28.</value>
    public IReadOnlyList<string> Pairs { get; init; } = [];

    /// <value>A label or name@version; null: production. Bars have none.</value>
    public string? Model { get; init; }

    /// <value>First bar close, included; null: as far back as there is.</value>
    public DateTimeOffset? Since { get; init; }

    /// <value>Last bar close, included; null: up to the latest.</value>
    public DateTimeOffset? Until { get; init; }

    /// <value>Instead of <see cref="Since"/>: the last so many market minutes, 1 to 1,440; null: not asked for.</value>
    public int? LastMinutes { get; init; }

    internal Timestamp? SinceTime => Since is { } since ? Timestamp.FromDateTimeOffset(since) : null;

    internal Timestamp? UntilTime => Until is { } until ? Timestamp.FromDateTimeOffset(until) : null;
}
