using System.Security.Cryptography;

namespace Bqx.Client;

/// <summary>
/// Waits before a stream is opened again: twice as long each time, until something has come. A part of each wait is left to chance, so that the clients of a
/// server that went away do not all come back at once.
/// </summary>
internal sealed class Backoff(BqxClientOptions options)
{
    private const int Thousand = 1_000;

    private TimeSpan _next = options.RetryDelay;

    public void Reset() => _next = options.RetryDelay;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var wait = _next * RandomNumberGenerator.GetInt32(Thousand / 2, Thousand + 1) / Thousand;
        _next = _next * 2 < options.MaxRetryDelay ? _next * 2 : options.MaxRetryDelay;
        return Task.Delay(wait, options.Time, cancellationToken);
    }
}
