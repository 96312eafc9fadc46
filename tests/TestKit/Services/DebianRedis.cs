using System.Net;
using System.Net.Sockets;

namespace Bqx.TestKit;

/// <summary>Debian's redis-server, empty, with nothing kept on disk.</summary>
public sealed class DebianRedis : ChildServer
{
    private const string Program = "/usr/bin/redis-server";

    private DebianRedis()
        : base("redis")
    {
    }

    /// <summary>StackExchange.Redis configuration.</summary>
    public string Configuration => $"127.0.0.1:{Port}";

    /// <summary>Starts it. Ends the test where it is not installed.</summary>
    public static async Task<DebianRedis> CreateAsync()
    {
        Require.File(Program, "redis-server");
        var server = new DebianRedis();
        await server.StartAsync();
        return server;
    }

    protected override IReadOnlyList<string> Command() =>
        [Program, "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Folder];

    protected override async Task<bool> AnswersAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var reply = new byte[16];
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            await socket.SendAsync("PING\r\n"u8.ToArray());
            return await socket.ReceiveAsync(reply) > 0 && reply[0] == (byte)'+';
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
