namespace Bqx.LoadTests.Load;

/// <summary>
/// Sends each call when it is due, however slow the ones before it are, and measures from the moment it was due: a
/// stall shows in every call that it delayed (no coordinated omission).
/// </summary>
internal sealed class OpenLoop(IPacer pacer, ArrivalSchedule schedule, int maxInFlight)
{
    /// <summary>The status of an arrival that found <c>maxInFlight</c> calls still open; it is never sent.</summary>
    public const string NotSent = "NOT_SENT";

    private readonly LoadRecorder _recorder = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open = 1;

    /// <summary>Ends when the last call has. <paramref name="call"/> takes the index of the arrival.</summary>
    public async Task<LoadReport> RunAsync(
        Func<long, CancellationToken, Task<CallOutcome>> call, CancellationToken cancellationToken)
    {
        var start = pacer.Elapsed;
        var sender = Task.Factory.StartNew(
            () => Send(call, start, cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await sender;
        Close();
        await _drained.Task;
        return _recorder.Report(TimeSpan.FromMicroseconds((pacer.Elapsed - start) / 1_000.0));
    }

    private void Send(
        Func<long, CancellationToken, Task<CallOutcome>> call, long start, CancellationToken cancellationToken)
    {
        for (var i = 0L; i < schedule.Count && !cancellationToken.IsCancellationRequested; i++)
        {
            var due = start + schedule.DueAt(i);
            pacer.WaitUntil(due);
            _recorder.Dispatched(pacer.Elapsed - due);
            if (Interlocked.Increment(ref _open) > maxInFlight + 1)
            {
                _recorder.Ended(new CallOutcome(NotSent), 0);
                Close();
            }
            else
            {
                _ = MeasureAsync(call, i, due, cancellationToken);
            }
        }
    }

    private async Task MeasureAsync(
        Func<long, CancellationToken, Task<CallOutcome>> call, long index, long due, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await call(index, cancellationToken);
            _recorder.Ended(outcome, pacer.Elapsed - due);
        }
        catch (OperationCanceledException)
        {
            _recorder.Ended(new CallOutcome("CANCELLED"), 0);
        }
        finally
        {
            Close();
        }
    }

    /// <summary>The sender holds one count, so the last to leave is the last call or the sender.</summary>
    private void Close()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _drained.TrySetResult();
        }
    }
}
