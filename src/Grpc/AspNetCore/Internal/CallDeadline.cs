namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The timer of a call with a deadline, and the token that it cancels.</summary>
internal sealed class CallDeadline : IDisposable
{
    // What a timer can wait for; later deadlines are none.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1L);

    private readonly CancellationTokenSource _source;
    private readonly TaskCompletionSource _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerCall _call;
    private ITimer? _timer;

    internal CallDeadline(ServerCall call)
    {
        _call = call;
        _source = CancellationTokenSource.CreateLinkedTokenSource(call.Http.RequestAborted);
        Token = _source.Token;
    }

    internal CancellationToken Token { get; }

    /// <value>Ends when the timer, having ended the call, is done with its request.</value>
    internal Task Handled => _handled.Task;

    public void Dispose()
    {
        _timer?.Dispose();
        _source.Dispose();
    }

    internal void Start(TimeProvider time, DateTime deadline)
    {
        var due = deadline - time.GetUtcNow().UtcDateTime;
        _timer = time.CreateTimer(
            static state => _ = ((ServerCall)state!).ReachDeadlineAsync(),
            _call,
            due < TimeSpan.Zero ? TimeSpan.Zero : due > LongestTimer ? Timeout.InfiniteTimeSpan : due,
            Timeout.InfiniteTimeSpan);
    }

    internal void SetHandled() => _handled.SetResult();

    internal void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended in the same moment.
        }
    }
}
