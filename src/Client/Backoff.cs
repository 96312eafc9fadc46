namespace Bqx.Client;

/// <summary>Waits before a stream is opened again: twice as long each time, until something has come.</summary>
internal sealed class Backoff(BqxClientOptions options)
{
    private TimeSpan _next = options.RetryDelay;

    public void Reset() => _next = options.RetryDelay;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var wait = _next;
        _next = _next * 2 < options.MaxRetryDelay ? _next * 2 : options.MaxRetryDelay;
        return Task.Delay(wait, options.Time, cancellationToken);
    }
}
