using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Bqx.Grpc.Tests.Support;

namespace Bqx.Grpc.Tests.Performance;

/// <summary>
/// Sends the same unary call again and again over one connection and allocates nothing while it does, so that what the
/// process allocates meanwhile is the server's.
/// </summary>
internal sealed class SilentClient : IDisposable
{
    private const int FrameHeader = 9;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _batch;
    private readonly byte[] _received = new byte[64 * 1024];
    private readonly int _streams;
    private int _nextStream = 1;
    private int _buffered;

    public SilentClient(int port, string path, byte[] message, int streams)
    {
        _streams = streams;
        _request = Request(path, message);
        _batch = new byte[_request.Length * streams];
        _socket.Connect(IPAddress.Loopback, port);
        _socket.Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        _socket.Send(Frame(RawHttp2.Settings, 0, 0, [0, 1, 0, 0, 0, 0]));

        // A window for every answer to come.
        _socket.Send(Frame(8, 0, 0, [0x7f, 0xff, 0, 0]));
    }

    /// <summary>So many calls, a batch in flight at a time.</summary>
    public void Call(int count)
    {
        for (var sent = 0; sent < count; sent += _streams)
        {
            for (var i = 0; i < _streams; i++)
            {
                var request = _batch.AsSpan(i * _request.Length, _request.Length);
                _request.CopyTo(request);
                SetStream(request);
            }

            _socket.Send(_batch);
            AwaitAnswers(_streams);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static byte[] Request(string path, byte[] message)
    {
        var block = new MemoryStream();
        foreach (var (name, value) in new[]
        {
            (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
            ("te", "trailers"), ("content-type", "application/grpc"),
        })
        {
            Hpack.Write(block, name, value);
        }

        return
        [
            .. Frame(RawHttp2.Headers, 4, 1, block.ToArray()),
            .. Frame(RawHttp2.Data, RawHttp2.EndStream, 1, RawHttp2.Frame(0, message)),
        ];
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[FrameHeader + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, FrameHeader);
        return frame;
    }

    private void SetStream(Span<byte> request)
    {
        BinaryPrimitives.WriteInt32BigEndian(request[5..], _nextStream);
        var data = FrameHeader + (BinaryPrimitives.ReadInt32BigEndian(request) >> 8);
        BinaryPrimitives.WriteInt32BigEndian(request[(data + 5)..], _nextStream);
        _nextStream += 2;
    }

    /// <summary>A call has ended when a frame of its stream ends it.</summary>
    private void AwaitAnswers(int count)
    {
        while (count > 0)
        {
            _buffered += _socket.Receive(_received.AsSpan(_buffered));
            var at = 0;
            while (_buffered - at >= FrameHeader)
            {
                var length = FrameHeader + (BinaryPrimitives.ReadInt32BigEndian(_received.AsSpan(at)) >> 8);
                if (_buffered - at < length)
                {
                    break;
                }

                if (_received[at + 3] <= RawHttp2.Headers && (_received[at + 4] & RawHttp2.EndStream) != 0)
                {
                    count--;
                }

                at += length;
            }

            _received.AsSpan(at, _buffered - at).CopyTo(_received);
            _buffered -= at;
        }
    }
}
