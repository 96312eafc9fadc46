using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Bqx.LoadTests.Chaos;

/// <summary>A port of its own that leads to another one of this machine, as long as nothing is wrong with it.</summary>
internal sealed class FaultyLink : IAsyncDisposable
{
    private const int ChunkLength = 1 << 14;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _sockets = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly int _target;

    // Written by the one who injects faults, read by the pumps.
    private volatile LinkFault _fault;

    /// <param name="target">The port that it leads to.</param>
    public FaultyLink(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Sets what is wrong from now on. Connections do not survive a cut, nor the end of garbled answers.</summary>
    public void Set(LinkFault fault)
    {
        var before = _fault;
        _fault = fault;
        if (fault == LinkFault.Cut || before == LinkFault.Garbled)
        {
            ResetAll();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        ResetAll();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                if (_fault == LinkFault.Cut)
                {
                    Reset(client);
                }
                else
                {
                    _ = ServeAsync(client);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // The link is taken away.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _sockets[client] = 0;
        _sockets[server] = 0;
        try
        {
            await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _target), _stop.Token);
            await Task.WhenAny(PumpAsync(client, server, answers: false), PumpAsync(server, client, answers: true));
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // The other end is not there.
        }
        finally
        {
            foreach (var socket in (Socket[])[client, server])
            {
                _sockets.TryRemove(socket, out _);
                Reset(socket);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool answers)
    {
        var chunk = new byte[ChunkLength];
        var random = new Random(1);
        try
        {
            while (await from.ReceiveAsync(chunk, _stop.Token) is > 0 and var length)
            {
                while (_fault == LinkFault.Stalled)
                {
                    await Task.Delay(LookAgainAfter, _stop.Token);
                }

                if (answers && _fault == LinkFault.Slow)
                {
                    await Task.Delay(Delay, _stop.Token);
                }

                if (answers && _fault == LinkFault.Garbled)
                {
                    random.NextBytes(chunk.AsSpan(0, length));
                }

                await to.SendAsync(chunk.AsMemory(0, length), _stop.Token);
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One end has gone: the other one goes too.
        }
    }

    private void ResetAll()
    {
        foreach (var socket in _sockets.Keys)
        {
            Reset(socket);
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        socket.Dispose();
    }
}
