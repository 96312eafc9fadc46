using Grpc.Core;

namespace Bqx.Client;

/// <summary>One step along a stream of answers that is opened again when it breaks off.</summary>
internal static class StreamStep
{
    /// <summary>Waits for the next answer. True: it is there; false: the stream has ended; null: it has broken off and is worth another try.</summary>
    /// <param name="replies">The stream.</param>
    /// <param name="stop">Cancels the stream's call.</param>
    /// <param name="limit">How long it may take: a server that takes longer counts as gone. Infinite: as long as it will.</param>
    /// <param name="time">The clock of that.</param>
    /// <param name="cancellationToken">Of the caller, who is told when it is cancelled.</param>
    /// <exception cref="RpcException">The server refused the call.</exception>
    public static async ValueTask<bool?> MoveAsync<T>(
        IAsyncStreamReader<T> replies, CancellationTokenSource stop, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var late = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), stop, limit, Timeout.InfiniteTimeSpan);
        try
        {
            return await replies.MoveNext(stop.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && IsBroken(error, stop))
        {
            return null;
        }
    }

    private static bool IsBroken(Exception error, CancellationTokenSource stop) =>
        (stop.IsCancellationRequested && error is RpcException or OperationCanceledException)
        || (error is RpcException refused && (RetryPipeline.IsTransient(refused) || RetryPipeline.PushbackOf(refused) is not null));
}
