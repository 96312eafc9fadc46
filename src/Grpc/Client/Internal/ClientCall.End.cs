using System.Net.Http.Headers;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

internal sealed partial class ClientCall<TRequest, TResponse>
{
    private static readonly Status CancelledByCaller = new(StatusCode.Cancelled, "Call canceled by the client.");
    private static readonly Status DisposedStatus = new(StatusCode.Cancelled, "gRPC call disposed.");
    private static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _endLock = new();
    private readonly DateTime? _deadline;
    private CancellationTokenRegistration _callerCancels;
    private CancellationTokenRegistration _parentCancels;
    private CancellationTokenRegistration _channelDisposes;
    private ITimer? _deadlineTimer;
    private HttpResponseMessage? _owned;

    // Written once, under the lock; null while the call runs.
    private End? _end;

    /// <value>Fires when the call ends, however it does.</value>
    internal CancellationToken Ended => _ended.Token;

    private bool IsEnded => Volatile.Read(ref _end) is not null;

    private TimeSpan? Remaining => _deadline - _channel.Options.Time.GetUtcNow().UtcDateTime;

    public Status GetStatus() => Finished().Status;

    public Metadata GetTrailers() => Finished().Trailers;

    public void Dispose() => EndWith(DisposedStatus, null);

    internal void CancelByCaller() => EndWith(CancelledByCaller, null);

    /// <summary>Ends the call, unless it has ended, with the status that the failure stands for.</summary>
    internal void EndWith(Exception exception) => EndWith(
        exception is not RpcException && Remaining <= TimeSpan.Zero ? DeadlineExceeded : ClientStatus.For(exception),
        null);

    /// <summary>
    /// What a failed write is to throw. Where the connection failed it, the status of the call, about to arrive at the
    /// reader, says why.
    /// </summary>
    internal async Task<Exception> ExplainFailedWriteAsync(Exception exception)
    {
        if (exception is not (IOException or HttpRequestException or OperationCanceledException))
        {
            EndWith(exception);
        }

        if (!IsEnded)
        {
            await _response;
        }

        return IsEnded ? Failure() : new RpcException(ClientStatus.For(exception));
    }

    private static DateTime? FindDeadline(CallOptions options)
    {
        DateTime? own = options.Deadline is { } time && time != DateTime.MaxValue ? time.ToUniversalTime() : null;
        var parent = options.PropagationToken?.Deadline;
        return own is null || parent < own ? parent ?? own : own;
    }

    private void ArmEnd()
    {
        _channelDisposes = _channel.Disposed.UnsafeRegister(
            static state => ((ClientCall<TRequest, TResponse>)state!).Dispose(), this);
        _callerCancels = Options.CancellationToken.UnsafeRegister(
            static state => ((ClientCall<TRequest, TResponse>)state!).CancelByCaller(), this);
        if (Options.PropagationToken is { } parent)
        {
            _parentCancels = parent.CancellationToken.UnsafeRegister(
                static state => ((ClientCall<TRequest, TResponse>)state!).CancelByCaller(), this);
        }

        if (Remaining is not { } remaining)
        {
            return;
        }

        if (remaining <= TimeSpan.Zero)
        {
            EndWith(DeadlineExceeded, null);
        }
        else if (remaining.TotalMilliseconds < uint.MaxValue - 1)
        {
            _deadlineTimer = _channel.Options.Time.CreateTimer(
                static state => ((ClientCall<TRequest, TResponse>)state!).EndWith(DeadlineExceeded, null),
                this,
                remaining,
                Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>From here the end of the call disposes the response, which resets a stream still open.</summary>
    private void Own(HttpResponseMessage response)
    {
        lock (_endLock)
        {
            if (_end is null)
            {
                _owned = response;
                return;
            }
        }

        response.Dispose();
    }

    private void EndWith(Status status, HttpHeaders? trailers)
    {
        HttpResponseMessage? response;
        lock (_endLock)
        {
            if (_end is not null)
            {
                return;
            }

            Volatile.Write(ref _end, new End(status, trailers is null ? Metadata.Empty : ClientMetadata.Read(trailers)));
            response = _owned;
        }

        _callerCancels.Unregister();
        _parentCancels.Unregister();
        _channelDisposes.Unregister();
        _deadlineTimer?.Dispose();
        _ended.Cancel();
        _stream?.Close();
        if (trailers is null)
        {
            response?.Dispose();
        }
    }

    private TResponse? EndOfStream() => Finished().Status.StatusCode == StatusCode.OK ? null : throw Failure();

    private Exception Failure()
    {
        var (status, trailers) = Finished();
        return status.StatusCode == StatusCode.Cancelled
            && _channel.Options.ThrowOperationCanceledOnCancellation
            && status.Detail == CancelledByCaller.Detail
                ? new OperationCanceledException(status.Detail, Options.CancellationToken)
                : new RpcException(status, trailers);
    }

    private End Finished() =>
        _end ?? throw new InvalidOperationException("The call has not finished: await its response first.");

    private sealed record End(Status Status, Metadata Trailers);
}
