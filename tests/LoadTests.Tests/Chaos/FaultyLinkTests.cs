using System.Net;
using System.Net.Sockets;
using Bqx.LoadTests.Chaos;
using Shouldly;

namespace Bqx.LoadTests.Tests.Chaos;

/// <summary>A link to a server that sends back what it gets.</summary>
public sealed class FaultyLinkTests : IAsyncLifetime
{
    private static readonly byte[] Sent = [1, 2, 3, 4, 5, 6, 7, 8];
    private readonly TcpListener _echo = new(IPAddress.Loopback, 0);
    private FaultyLink _link = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _echo.Start();
        _link = new FaultyLink(((IPEndPoint)_echo.LocalEndpoint).Port);
        _ = EchoAsync();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        _echo.Dispose();
    }

    [Theory]
    [InlineData(LinkFault.None)]
    [InlineData(LinkFault.Slow)]
    public async Task Answer_OverAWholeLink_IsWhatWasSent(object fault)
    {
        _link.Set((LinkFault)fault);
        using var socket = await ConnectAsync();
        (await AskAsync(socket)).ShouldBe(Sent);
    }

    [Fact]
    public async Task Answer_OverAGarbledLink_IsOfOtherBytes()
    {
        _link.Set(LinkFault.Garbled);
        using var socket = await ConnectAsync();
        (await AskAsync(socket)).ShouldNotBe(Sent);
    }

    [Fact]
    public async Task Cut_AConnectionInUse_ResetsItAndRefusesTheNext()
    {
        using var socket = await ConnectAsync();
        await AskAsync(socket);
        _link.Set(LinkFault.Cut);
        await Should.ThrowAsync<Exception>(() => AskAsync(socket));
        await Should.ThrowAsync<Exception>(async () =>
        {
            using var next = await ConnectAsync();
            await AskAsync(next);
        });
        _link.Set(LinkFault.None);
        using var healed = await ConnectAsync();
        (await AskAsync(healed)).ShouldBe(Sent);
    }

    [Fact]
    public async Task Stalled_AnAnswer_ComesOnceTheLinkIsWhole()
    {
        using var socket = await ConnectAsync();
        await AskAsync(socket);
        _link.Set(LinkFault.Stalled);
        var answer = AskAsync(socket);
        answer.IsCompleted.ShouldBeFalse();
        _link.Set(LinkFault.None);
        (await answer).ShouldBe(Sent);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _link.Port), Cancellation);
        return socket;
    }

    private static async Task<byte[]> AskAsync(Socket socket)
    {
        await socket.SendAsync(Sent, Cancellation);
        var answer = new byte[Sent.Length];
        for (var length = 0; length < answer.Length;)
        {
            var read = await socket.ReceiveAsync(answer.AsMemory(length), Cancellation);
            length += read > 0 ? read : throw new IOException("The connection has ended.");
        }

        return answer;
    }

    private async Task EchoAsync()
    {
        try
        {
            while (true)
            {
                _ = EchoAsync(await _echo.AcceptSocketAsync(Cancellation));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async Task EchoAsync(Socket socket)
    {
        using var owned = socket;
        var chunk = new byte[64];
        try
        {
            while (await socket.ReceiveAsync(chunk, Cancellation) is > 0 and var length)
            {
                await socket.SendAsync(chunk.AsMemory(0, length), Cancellation);
            }
        }
        catch (SocketException)
        {
            // The link was cut.
        }
    }
}
