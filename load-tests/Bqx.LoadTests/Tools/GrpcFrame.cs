using System.Buffers.Binary;

namespace Bqx.LoadTests.Tools;

internal static class GrpcFrame
{
    private const int HeaderLength = 5;

    /// <summary>An uncompressed gRPC frame: a zero, the length in four bytes, the message.</summary>
    public static byte[] Of(ReadOnlySpan<byte> message)
    {
        var frame = new byte[HeaderLength + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }
}
