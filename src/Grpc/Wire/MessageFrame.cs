using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>One length-prefixed message: a flag byte (1 = compressed), a big-endian length, the payload.</summary>
internal readonly struct MessageFrame(ReadOnlySequence<byte> payload, bool isCompressed)
{
    internal const int HeaderSize = 5;

    internal ReadOnlySequence<byte> Payload { get; } = payload;

    internal bool IsCompressed { get; } = isCompressed;

    /// <summary>Takes one frame off the front of the buffer; false, and nothing taken, while it is not complete.</summary>
    internal static bool TryTake(ref ReadOnlySequence<byte> buffer, int? maxSize, out MessageFrame frame)
    {
        if (buffer.Length < HeaderSize)
        {
            frame = default;
            return false;
        }

        var first = buffer.FirstSpan;
        if (first.Length >= HeaderSize)
        {
            return TryTake(ref buffer, first, maxSize, out frame);
        }

        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        return TryTake(ref buffer, header, maxSize, out frame);
    }

    internal static void WriteHeader(Span<byte> target, int length, bool isCompressed)
    {
        target[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(target[1..], length);
    }

    private static bool TryTake(
        ref ReadOnlySequence<byte> buffer,
        ReadOnlySpan<byte> header,
        int? maxSize,
        out MessageFrame frame)
    {
        var flag = header[0];
        if (flag > 1)
        {
            throw new RpcException(new Status(
                StatusCode.Internal, $"Compression flag of a message is {flag}, expected 0 or 1."));
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)(maxSize ?? int.MaxValue))
        {
            throw MessageTooLarge.Received(length, maxSize ?? int.MaxValue);
        }

        if (buffer.Length - HeaderSize < length)
        {
            frame = default;
            return false;
        }

        var payload = buffer.Slice(HeaderSize, length);
        frame = new MessageFrame(payload, flag == 1);
        buffer = buffer.Slice(payload.End);
        return true;
    }
}
