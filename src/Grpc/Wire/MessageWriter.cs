using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Wire;

/// <summary>
/// Frames one message into a pipe. A serializer that announces its length writes straight into the pipe; others, and
/// compressed messages, go through a buffer. One per thread: serializers are synchronous.
/// </summary>
internal sealed class MessageWriter : SerializationContext
{
    [ThreadStatic]
    private static MessageWriter? _spare;

    private PipeWriter? _pipe;
    private ICompressionProvider? _compression;
    private CompressionLevel? _level;
    private int? _maxSize;
    private int? _length;
    private ArrayBufferWriter<byte>? _buffer;
    private bool _direct;
    private bool _completed;

    internal static void Write<T>(
        PipeWriter pipe,
        Action<T, SerializationContext> serializer,
        T message,
        int? maxSize,
        ICompressionProvider? compression = null,
        CompressionLevel? level = null)
    {
        var writer = _spare ?? new MessageWriter();
        _spare = null;
        writer._pipe = pipe;
        writer._maxSize = maxSize;
        writer._compression = compression;
        writer._level = level;
        try
        {
            serializer(message, writer);
            if (!writer._completed)
            {
                throw new InvalidOperationException("The serializer returned without completing its message.");
            }
        }
        catch (Exception exception) when (writer._direct)
        {
            throw new IncompleteMessageException(exception);
        }
        finally
        {
            writer.Reset();
            _spare = writer;
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        CheckSize(payloadLength);
        _length = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_compression is not null || _length is not { } length)
        {
            return _buffer ??= new ArrayBufferWriter<byte>(Math.Max(_length ?? 0, 256));
        }

        if (!_direct)
        {
            WriteHeader(length, isCompressed: false);
            _direct = true;
        }

        return _pipe!;
    }

    public override void Complete()
    {
        if (_buffer is not null)
        {
            WriteWhole(_buffer.WrittenSpan);
        }

        _completed = true;
    }

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        WriteWhole(payload);
        _completed = true;
    }

    private void WriteWhole(ReadOnlySpan<byte> payload)
    {
        CheckSize(payload.Length);
        if (_compression is null)
        {
            WriteHeader(payload.Length, isCompressed: false);
            _pipe!.Write(payload);
            return;
        }

        using var compressed = new MemoryStream();
        using (var stream = _compression.CreateCompressionStream(compressed, _level))
        {
            stream.Write(payload);
        }

        WriteHeader((int)compressed.Length, isCompressed: true);
        _pipe!.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }

    private void WriteHeader(int length, bool isCompressed)
    {
        MessageFrame.WriteHeader(_pipe!.GetSpan(MessageFrame.HeaderSize), length, isCompressed);
        _pipe.Advance(MessageFrame.HeaderSize);
    }

    private void CheckSize(int length)
    {
        if (length > _maxSize)
        {
            throw MessageTooLarge.Sent(length, _maxSize.Value);
        }
    }

    private void Reset()
    {
        _pipe = null;
        _compression = null;
        _level = null;
        _length = null;
        _buffer = null;
        _direct = false;
        _completed = false;
    }
}
