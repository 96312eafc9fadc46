using System.Buffers.Binary;
using System.Text;
using Bqx.Core;

namespace Bqx.Storage;

/// <summary>
/// A vector as one value of the cache, all little-endian:
/// <code>
///  0  4  "BQV1"
///  4 32  fingerprint
/// 36  4  event time: close, minutes since 1970
/// 40  8  write time, milliseconds since 1970
/// 48  4  flags
/// 52  4n float32
/// </code>
/// </summary>
internal static class VectorPacking
{
    /// <summary>Bytes before the values.</summary>
    public const int HeaderLength = 52;

    private const int MaxValues = 65_536;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("BQV1");

    public static byte[] Pack(FeatureVector vector)
    {
        var bytes = new byte[HeaderLength + (vector.Values.Length * sizeof(float))];
        Magic.CopyTo(bytes, 0);
        vector.Fingerprint.Bytes.CopyTo(bytes.AsSpan(4));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(36), vector.Close.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), vector.WrittenAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(48), (int)vector.Flags);
        PackedFloats.Pack(vector.Values.Span, bytes.AsSpan(HeaderLength));
        return bytes;
    }

    /// <summary>Reads a value back; null when it is not one, is damaged, or has another fingerprint.</summary>
    public static FeatureVector? Unpack(Pair pair, Digest fingerprint, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || (bytes.Length - HeaderLength) % sizeof(float) != 0
            || bytes.Length > HeaderLength + (MaxValues * sizeof(float))
            || !bytes.StartsWith(Magic) || !bytes.Slice(4, 32).SequenceEqual(fingerprint.Bytes))
        {
            return null;
        }

        var values = PackedFloats.Unpack(bytes[HeaderLength..]);
        var written = BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]);
        return values.All(float.IsFinite) && written is >= 0 and < 253_402_300_800_000
            ? new FeatureVector(
                pair,
                new Minute(BinaryPrimitives.ReadInt32LittleEndian(bytes[36..])),
                fingerprint,
                (VectorFlags)BinaryPrimitives.ReadInt32LittleEndian(bytes[48..]),
                values,
                DateTimeOffset.FromUnixTimeMilliseconds(written))
            : null;
    }
}
