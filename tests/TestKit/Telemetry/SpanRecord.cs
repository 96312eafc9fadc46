namespace Bqx.TestKit;

/// <summary>A span as a collector got it.</summary>
/// <param name="Service">Name of the service that sent it.</param>
/// <param name="Scope">Name of its source.</param>
/// <param name="Trace">Trace id, hexadecimal.</param>
/// <param name="Id">Span id, hexadecimal.</param>
/// <param name="Parent">Span id of its parent; empty for a root.</param>
/// <param name="Name">Its name.</param>
/// <param name="Start">Nanoseconds since 1970.</param>
/// <param name="End">Nanoseconds since 1970.</param>
/// <param name="Tags">Attributes as text.</param>
/// <param name="Links">Trace ids of its links.</param>
/// <param name="Failed">Whether its status is an error.</param>
public sealed record SpanRecord(
    string Service,
    string Scope,
    string Trace,
    string Id,
    string Parent,
    string Name,
    ulong Start,
    ulong End,
    IReadOnlyDictionary<string, string> Tags,
    IReadOnlyList<string> Links,
    bool Failed);
