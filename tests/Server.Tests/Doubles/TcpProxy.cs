using System.Net;
using System.Net.Sockets;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Passes connections on to a server, and cuts them when a test wants that.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _lock = new();
    private readonly List<Socket> _open = [];
    private readonly Task _accepting;

    // Where connections go from now on.
    private volatile IPEndPoint _target;

    public TcpProxy(Uri target)
    {
        _target = EndPointOf(target);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends all connections without a farewell.</summary>
    /// <param name="next">Where later ones go; null: where these went.</param>
    public void Cut(Uri? next = null)
    {
        _target = next is null ? _target : EndPointOf(next);
        lock (_lock)
        {
            _open.ForEach(socket => socket.Close(0));
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Cut();
    }

    private static IPEndPoint EndPointOf(Uri uri) => new(IPAddress.Loopback, uri.Port);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                lock (_lock)
                {
                    _open.AddRange([client, server]);
                }

                _ = PassAsync(client, server);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // No more connections.
        }
    }

    private async Task PassAsync(Socket client, Socket server)
    {
        try
        {
            await server.ConnectAsync(_target);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            // The other side learns of it below.
        }

        client.Close(0);
        server.Close(0);
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            // One side has gone.
        }
    }
}
