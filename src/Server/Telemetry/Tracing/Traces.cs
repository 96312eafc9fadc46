using System.Diagnostics;
using Grpc.Core;

namespace Bqx.Server.Telemetry;

/// <summary>
/// The server's spans. Where nobody listens every method gives null and allocates nothing.
/// <code>
/// ingest ─┬─ minute ─┬─ features
///         │          ├─ infer (a model) ── encode
///         │          ├─ publish
///         │          └─ write vector_cache | feature_vector | prediction ── redis … | postgresql …
///         └─ commit ── postgresql …
/// </code>
/// </summary>
internal static class Traces
{
    /// <summary>Name of the source.</summary>
    public const string Name = "Bqx.Server";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Whether somebody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Starts a trace of bars, linked to the caller's.</summary>
    public static Activity? StartBars(string name, ActivityContext caller)
    {
        if (!IsOn)
        {
            return null;
        }

        Activity.Current = null;
        return Source.StartActivity(name, ActivityKind.Consumer, default(ActivityContext), links: caller == default ? null : [new ActivityLink(caller)]);
    }

    /// <summary>Starts the span of a call, in the caller's trace where it has one.</summary>
    public static Activity? StartCall(string name, ActivityContext caller) => Source.StartActivity(name, ActivityKind.Server, caller);

    /// <summary>Starts a part of what is traced on this thread; null where nothing is.</summary>
    public static Activity? Start(string name) => Activity.Current is null ? null : Source.StartActivity(name);

    /// <summary>Goes on, on another thread, with what is traced; null where nothing is.</summary>
    public static Activity? Continue(string name, ActivityContext parent, IEnumerable<ActivityLink>? links = null) =>
        parent == default ? null : Source.StartActivity(name, ActivityKind.Internal, parent, links: links);

    /// <summary>The trace that a caller of gRPC is in (<c>traceparent</c>), or none.</summary>
    public static ActivityContext CallerOf(ServerCallContext? context) => IsOn && context is not null
        ? Parse(context.RequestHeaders.GetValue("traceparent"), context.RequestHeaders.GetValue("tracestate"))
        : default;

    /// <summary>The trace that headers name, or none.</summary>
    public static ActivityContext Parse(string? parent, string? state) =>
        ActivityContext.TryParse(parent, state, isRemote: true, out var context) ? context : default;
}
