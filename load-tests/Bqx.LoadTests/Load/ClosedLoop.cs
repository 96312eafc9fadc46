namespace Bqx.LoadTests.Load;

/// <summary>A fixed number of callers, each sending its next call when the last one has ended.</summary>
internal sealed class ClosedLoop(IPacer pacer, int callers, TimeSpan duration)
{
    private readonly LoadRecorder _recorder = new();
    private long _next;

    public async Task<LoadReport> RunAsync(
        Func<long, CancellationToken, Task<CallOutcome>> call, CancellationToken cancellationToken)
    {
        var start = pacer.Elapsed;
        var end = start + (long)(duration.TotalMicroseconds * 1_000);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallerAsync(call, end, cancellationToken)));
        return _recorder.Report(TimeSpan.FromMicroseconds((pacer.Elapsed - start) / 1_000.0));
    }

    private async Task CallerAsync(
        Func<long, CancellationToken, Task<CallOutcome>> call, long end, CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (pacer.Elapsed < end && !cancellationToken.IsCancellationRequested)
        {
            var sent = pacer.Elapsed;
            try
            {
                var outcome = await call(Interlocked.Increment(ref _next) - 1, cancellationToken);
                _recorder.Ended(outcome, pacer.Elapsed - sent);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
