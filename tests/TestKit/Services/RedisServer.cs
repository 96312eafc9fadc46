using Bqx.DevServices;
using Xunit;

namespace Bqx.TestKit;

/// <summary>An empty server of the Redis protocol for one test or test class.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly IAsyncDisposable _server;
    private readonly string? _folder;

    private RedisServer(string configuration, IAsyncDisposable server, string? folder)
    {
        Configuration = configuration;
        _server = server;
        _folder = folder;
    }

    /// <summary>StackExchange.Redis configuration.</summary>
    public string Configuration { get; }

    /// <summary>Starts one. Ends the test where it is not installed.</summary>
    public static async Task<RedisServer> CreateAsync(RedisEngine engine)
    {
        if (engine == RedisEngine.Debian)
        {
            var redis = await DebianRedis.CreateAsync();
            return new RedisServer(redis.Configuration, redis, null);
        }

        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"bqx-garnet-{Guid.NewGuid():N}")).FullName;
        try
        {
            var lease = await DevServicesLease.AcquireAsync(
                new DevServicesOptions { Home = folder, Root = TestRepository.Root, NeedRedis = true }, CancellationToken.None);
            return new RedisServer(lease.Redis!, lease, folder);
        }
        catch (DevServicesException error) when (!Require.Strict)
        {
            Assert.Skip(error.Message);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
