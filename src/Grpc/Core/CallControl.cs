namespace Grpc.Core;

/// <summary>What every kind of call offers beside its messages. One state object serves all four functions.</summary>
internal readonly struct CallControl(
    object state,
    Func<object, Task<Metadata>> headers,
    Func<object, Status> status,
    Func<object, Metadata> trailers,
    Action<object> dispose)
{
    internal CallControl(
        Task<Metadata> headers,
        Func<Status> status,
        Func<Metadata> trailers,
        Action dispose)
        : this(
            new Functions(headers, status, trailers, dispose),
            static functions => ((Functions)functions).Headers,
            static functions => ((Functions)functions).Status(),
            static functions => ((Functions)functions).Trailers(),
            static functions => ((Functions)functions).Dispose())
    {
    }

    internal Task<Metadata> Headers => headers(state);

    internal Status GetStatus() => status(state);

    internal Metadata GetTrailers() => trailers(state);

    internal void Dispose() => dispose(state);

    private sealed record Functions(
        Task<Metadata> Headers,
        Func<Status> Status,
        Func<Metadata> Trailers,
        Action Dispose);
}
