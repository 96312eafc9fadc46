using Grpc.Core;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The requests of a streaming call. Disposed when the implementation returns: reads then fail.</summary>
internal sealed class RequestStream<T>(ServerCall call, MessageReader<T> reader) : IAsyncStreamReader<T>, IDisposable
    where T : class
{
    private T? _current;
    private bool _atEnd;
    private volatile bool _disposed;

    public T Current => _current
        ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (_disposed)
        {
            throw new InvalidOperationException("The call has ended: nothing more can be read.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_atEnd)
        {
            return false;
        }

        _current = null;
        using var wait = LinkedToken.Of(cancellationToken, call.WaitToken);
        _current = await reader.ReadNextAsync(wait.Token);
        _atEnd = _current is null;
        return !_atEnd;
    }

    public void Dispose() => _disposed = true;
}
