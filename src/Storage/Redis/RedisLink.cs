using Bqx.Core;
using StackExchange.Redis;

namespace Bqx.Storage;

/// <summary>
/// The connection. It is made in the background and made again for ever, so a server that is down, at the start too, is never an
/// error. Written once, by the connecting task; read by every call.
/// </summary>
internal sealed class RedisLink : IAsyncDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConfigurationOptions _options;
    private readonly TaskCompletionSource<ConnectionMultiplexer> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _connecting;
    private int _disposed;

    public RedisLink(string configuration, TimeProvider time)
    {
        _options = Parse(configuration);
        _connecting = ConnectAsync(time);
    }

    /// <summary>Completes at the first connection.</summary>
    public Task<ConnectionMultiplexer> Connected => _connected.Task;

    /// <summary>The connection, or null before the first one.</summary>
    public ConnectionMultiplexer? Current { get; private set; }

    /// <summary>Closes the connection; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        await _connecting;
        _connected.TrySetCanceled();
        _stop.Dispose();
        Current?.Dispose();
    }

    private static ConfigurationOptions Parse(string configuration)
    {
        try
        {
            var options = ConfigurationOptions.Parse(configuration);
            options.AbortOnConnectFail = false;
            options.ConnectTimeout = Math.Min(options.ConnectTimeout, 2_000);
            options.ClientName ??= "bqx";
            options.KeepAlive = options.KeepAlive is > 0 and < 15 ? options.KeepAlive : 15;
            return options.EndPoints.Count > 0
                ? options
                : throw new ArgumentException("No endpoint.", nameof(configuration));
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new FaultException(
                Fault.InvalidInput, "The Redis configuration is not valid: write it as 'host:port,password=…'.", error);
        }
    }

    private async Task ConnectAsync(TimeProvider time)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    Current = await ConnectionMultiplexer.ConnectAsync(_options);
                    _connected.TrySetResult(Current);
                    return;
                }
                catch (Exception error) when (error is RedisException or System.Net.Sockets.SocketException or TimeoutException)
                {
                    await Task.Delay(Retry, time, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closed before it was there.
        }
    }
}
