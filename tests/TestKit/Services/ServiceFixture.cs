using Bqx.DevServices;
using Xunit;

namespace Bqx.TestKit;

/// <summary>
/// The services of a test assembly, each started when a test first asks for it and stopped at the end. Use:
/// <c>[assembly: AssemblyFixture(typeof(ServiceFixture))]</c>.
/// </summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<PostgresEngine, (string ConnectionString, IAsyncDisposable Server)> _servers = [];

    /// <summary>Connection string of a server's superuser. Ends the test where the server is not installed.</summary>
    public async Task<string> PostgresAsync(PostgresEngine engine)
    {
        await _gate.WaitAsync();
        try
        {
            if (!_servers.TryGetValue(engine, out var server))
            {
                _servers[engine] = server = engine == PostgresEngine.Embedded ? await EmbeddedAsync() : await DebianAsync();
            }

            return server.ConnectionString;
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
        foreach (var (_, server) in _servers.Values)
        {
            await server.DisposeAsync();
        }

        _gate.Dispose();
    }

    // All test assemblies of a checkout share one embedded server: databases keep them apart.
    private static async Task<(string, IAsyncDisposable)> EmbeddedAsync()
    {
        try
        {
            var lease = await DevServicesLease.AcquireAsync(
                new DevServicesOptions
                {
                    Home = Path.Combine(TestRepository.Root, ".bqx", "tests"),
                    Root = TestRepository.Root,
                    NeedPostgres = true,
                },
                CancellationToken.None);
            return (lease.Postgres!, lease);
        }
        catch (DevServicesException error) when (!Require.Strict)
        {
            Assert.Skip(error.Message);
            throw;
        }
    }

    private static async Task<(string, IAsyncDisposable)> DebianAsync()
    {
        var server = await DebianPostgres.CreateAsync();
        return (server.ConnectionString, server);
    }
}
