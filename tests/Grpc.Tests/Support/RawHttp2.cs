using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Bqx.Grpc.Tests.Support;

/// <summary>An HTTP/2 client of bare frames, to send what no proper client sends and to see every frame that comes.</summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Reset = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte EndStream = 1;

    private const byte EndHeaders = 4;
    private const byte Ack = 1;

    private readonly TcpClient _tcp = new();
    private NetworkStream _stream = null!;
    private int _nextStream = 1;

    public static async Task<RawHttp2> ConnectAsync(int port)
    {
        var client = new RawHttp2();
        await client._tcp.ConnectAsync("127.0.0.1", port);
        client._stream = client._tcp.GetStream();
        await client._stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());

        // SETTINGS_HEADER_TABLE_SIZE = 0: responses then name every header in full or from the static table.
        await client.SendAsync(Settings, 0, 0, [0, 1, 0, 0, 0, 0]);
        return client;
    }

    public static byte[] Frame(string message) => Frame(0, Encoding.UTF8.GetBytes(message));

    public static byte[] Frame(byte flag, byte[] payload)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>A whole call: headers, body, end.</summary>
    public async Task<RawResponse> PostAsync(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        var stream = await OpenAsync(path, headers);
        await SendAsync(Data, EndStream, stream, body);
        return await ReadResponseAsync(stream);
    }

    /// <summary>Sends request headers; "te" and "content-type" are proper unless given, and left out if given empty.</summary>
    public async Task<int> OpenAsync(string path, params (string Name, string Value)[] headers)
    {
        var stream = _nextStream;
        _nextStream += 2;
        var block = new MemoryStream();
        (string Name, string Value)[] usual =
        [
            (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
            ("te", "trailers"), ("content-type", "application/grpc"),
        ];
        var all = usual.ExceptBy(headers.Select(h => h.Name), h => h.Name).Concat(headers);
        foreach (var (name, value) in all.OrderBy(h => !h.Name.StartsWith(':')))
        {
            if (value.Length > 0)
            {
                Hpack.Write(block, name, value);
            }
        }

        await SendAsync(Headers, EndHeaders, stream, block.ToArray());
        return stream;
    }

    public async Task SendAsync(byte type, byte flags, int stream, byte[] payload)
    {
        var header = new byte[9];
        BinaryPrimitives.WriteInt32BigEndian(header, payload.Length << 8);
        header[3] = type;
        header[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(5), stream);
        await _stream.WriteAsync(header.Concat(payload).ToArray());
    }

    public async Task<RawResponse> ReadResponseAsync(int stream)
    {
        var response = new RawResponse();
        while (!response.IsEnded)
        {
            var frame = await ReadAsync();
            if (frame.Stream == stream)
            {
                response.Add(frame);
            }
        }

        return response;
    }

    /// <summary>The next frame; settings and pings are acknowledged on the way.</summary>
    public async Task<RawFrame> ReadAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var header = new byte[9];
        await _stream.ReadExactlyAsync(header, limit.Token);
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header) >> 8];
        await _stream.ReadExactlyAsync(payload, limit.Token);
        var frame = new RawFrame(header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
        if (frame.Type is Settings or Ping && frame.Flags != Ack)
        {
            await SendAsync(frame.Type, Ack, 0, frame.Type == Ping ? payload : []);
        }

        return frame;
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return default;
    }
}
