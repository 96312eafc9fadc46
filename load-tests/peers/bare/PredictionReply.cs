using System.Buffers.Binary;

namespace Bqx.BarePeer;

/// <summary>Protobuf by hand for the two messages: field 1 of the request, and a reply of a prediction's size.</summary>
internal static class PredictionReply
{
    public const int MaxLength = 512;

    private const int LengthDelimited = 2;
    private const int Fixed64 = 1;
    private const int Doubles = 16;

    private static readonly byte[] Digest = [.. Enumerable.Repeat((byte)'a', 64)];

    /// <summary>A checksum of the bytes of field 1, zero where it is absent. Other fields are not expected.</summary>
    public static int ReadPair(ReadOnlySpan<byte> message)
    {
        var pair = 0;
        if (message.Length >= 2 && message[0] == ((1 << 3) | LengthDelimited))
        {
            foreach (var b in message.Slice(2, Math.Min(message[1], message.Length - 2)))
            {
                pair = (pair * 31) + b;
            }
        }

        return pair;
    }

    /// <summary>Names of six and eight bytes, two digests, three timestamps, sixteen doubles, six small integers.</summary>
    public static int Write(Span<byte> span, int pair)
    {
        var at = WriteBytes(span, 0, 1, "EURUSD"u8);
        at = WriteBytes(span, at, 2, "baseline"u8);
        at = WriteBytes(span, at, 3, Digest);
        at = WriteBytes(span, at, 4, Digest);
        for (var i = 0; i < 3; i++)
        {
            span[at++] = (byte)(((5 + i) << 3) | LengthDelimited);
            span[at++] = 6;
            span[at++] = 1 << 3;
            at = WriteVarint(span, at, 1_500_000_000UL + (uint)i);
        }

        for (var i = 0; i < Doubles; i++)
        {
            at = WriteVarint(span, at, (uint)((16 + i) << 3) | Fixed64);
            BinaryPrimitives.WriteDoubleLittleEndian(span[at..], pair * 0.25 / (i + 1));
            at += sizeof(double);
        }

        for (var i = 0; i < 6; i++)
        {
            at = WriteVarint(span, at, (uint)(40 + i) << 3);
            at = WriteVarint(span, at, (uint)(i + 1) * 30);
        }

        return at;
    }

    private static int WriteBytes(Span<byte> span, int at, int field, ReadOnlySpan<byte> value)
    {
        span[at++] = (byte)((field << 3) | LengthDelimited);
        span[at++] = (byte)value.Length;
        value.CopyTo(span[at..]);
        return at + value.Length;
    }

    private static int WriteVarint(Span<byte> span, int at, ulong value)
    {
        while (value >= 0x80)
        {
            span[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[at++] = (byte)value;
        return at;
    }
}
