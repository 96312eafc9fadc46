using System.Collections.Immutable;
using System.Net.Sockets;
using Bqx.Client;
using Bqx.LoadTests.Servers;

namespace Bqx.LoadTests.Chaos;

/// <summary>Servers over the same databases, and a client that connects to the first of them that listens.</summary>
internal sealed class Replicas(Func<CancellationToken, Task<StartedServer>> start) : IAsyncDisposable
{
    // Replaced whole by the one who restarts, read by connections.
    private ImmutableArray<StartedServer> _servers = [];

    public IReadOnlyList<StartedServer> All => _servers;

    public async Task<StartedServer> AddAsync(CancellationToken cancellationToken)
    {
        var server = await start(cancellationToken);
        _servers = _servers.Add(server);
        return server;
    }

    /// <summary>Tells the first one to stop, or kills it, and waits until it has ended.</summary>
    public async Task EndFirstAsync(bool kills)
    {
        var server = _servers[0];
        if (kills)
        {
            server.Kill();
        }

        await server.DisposeAsync();
        _servers = _servers.RemoveAt(0);
    }

    public BqxClient OpenClient() => new(new BqxClientOptions
    {
        Address = new Uri("http://replicas"),
        Handler = new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectAsync },
        RetryDelay = TimeSpan.FromMilliseconds(20),
        Deadline = TimeSpan.FromSeconds(10),
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        foreach (var server in _servers)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(server.Address.Host, server.Address.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }

        throw new IOException("No server listens.");
    }
}
