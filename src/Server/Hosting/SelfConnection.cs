using System.Buffers.Binary;
using System.Text;

namespace Bqx.Server.Hosting;

/// <summary>
/// The client's side of one HTTP/2 connection, as little of it as unary calls one after the other need: no code of a client has to be compiled
/// for it. RFC 9113 for the frames, RFC 7541 for the headers, which are all literals or of the static table.
/// </summary>
internal sealed class SelfConnection(Stream stream)
{
    private const int HeaderLength = 9;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const byte GoAway = 7;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;
    private const byte Acknowledged = 1;

    private readonly byte[] _frame = new byte[HeaderLength + (1 << 14)];
    private int _stream = 1;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), cancellationToken);
        await stream.WriteAsync(Frame(Settings, 0, 0, []), cancellationToken);
    }

    /// <summary>Sends one request and waits for the end of its answer.</summary>
    /// <exception cref="IOException">The connection ended.</exception>
    public async Task CallAsync(string path, byte[] message, CancellationToken cancellationToken)
    {
        var payload = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(1), message.Length);
        message.CopyTo(payload, 5);
        byte[] request = [.. Frame(Headers, EndHeaders, _stream, HeadersOf(path)), .. Frame(Data, EndStream, _stream, payload)];
        await stream.WriteAsync(request, cancellationToken);
        while (!await HasEndedAsync(cancellationToken))
        {
        }

        _stream += 2;
    }

    // Reads one frame; whether it is the last of the present stream.
    private async Task<bool> HasEndedAsync(CancellationToken cancellationToken)
    {
        await stream.ReadExactlyAsync(_frame.AsMemory(0, HeaderLength), cancellationToken);
        var length = (_frame[0] << 16) | (_frame[1] << 8) | _frame[2];
        var (type, flags) = (_frame[3], _frame[4]);
        var number = BinaryPrimitives.ReadInt32BigEndian(_frame.AsSpan(5)) & int.MaxValue;
        if (type == GoAway || HeaderLength + length > _frame.Length)
        {
            throw new IOException("The server ended the connection.");
        }

        await stream.ReadExactlyAsync(_frame.AsMemory(HeaderLength, length), cancellationToken);
        if (type == Settings && (flags & Acknowledged) == 0)
        {
            await stream.WriteAsync(Frame(Settings, Acknowledged, 0, []), cancellationToken);
        }

        return number == _stream && (type == Reset || (type is Data or Headers && (flags & EndStream) != 0));
    }

    // :method POST and :scheme http by their numbers in the static table; the rest without indexing.
    private static byte[] HeadersOf(string path) =>
    [
        0x83, 0x86, 0x04, .. Text(path), 0x01, .. Text("localhost"), 0x0f, 0x10, .. Text("application/grpc"), 0x00, .. Text("te"), .. Text("trailers"),
    ];

    // All are shorter than 127 bytes: one byte says the length.
    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Frame(byte type, byte flags, int number, byte[] payload) =>
    [
        (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags,
        (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number,
        .. payload,
    ];
}
