namespace Grpc.Core;

/// <summary>A stream of messages to read. One read at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <value>The message of the last successful MoveNext.</value>
    T Current { get; }

    /// <summary>Waits for the next message; false at the end of the stream.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
