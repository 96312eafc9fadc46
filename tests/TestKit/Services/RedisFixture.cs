using Xunit;

namespace Bqx.TestKit;

/// <summary>An empty server of the Redis protocol for a test class. Derive one for each engine and use it as a class fixture.</summary>
public abstract class RedisFixture(RedisEngine engine) : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private RedisServer? _server;

    /// <summary>StackExchange.Redis configuration. Ends the test where the server is not installed.</summary>
    public async Task<string> ConfigurationAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return (_server ??= await RedisServer.CreateAsync(engine)).Configuration;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }
}
