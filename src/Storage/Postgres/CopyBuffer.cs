using System.Buffers.Binary;
using System.Text;
using Bqx.Core;

namespace Bqx.Storage;

/// <summary>
/// Rows in PostgreSQL's binary COPY format: an 11-byte signature, flags and extension length, then per row a field count and
/// length-prefixed big-endian fields, then −1. Written by hand since one buffer is sent as it is, with no call per value.
/// </summary>
internal sealed class CopyBuffer
{
    /// <summary>Bytes before the first row.</summary>
    public const int HeaderLength = 19;

    /// <summary>PostgreSQL counts microseconds from 2000-01-01, which is this many minutes after 1970-01-01.</summary>
    public const int EpochMinutes = 10_957 * 1_440;

    /// <summary>Microseconds in a minute.</summary>
    public const long MinuteMicroseconds = 60_000_000;

    private static readonly byte[][] PairNames = [.. Pair.All.Select(pair => Encoding.ASCII.GetBytes(pair.Name))];

    private byte[] _bytes = new byte[1 << 16];
    private int _length;

    public CopyBuffer() => Clear();

    /// <summary>The signature that a stream of this format starts with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00];

    /// <summary>Rows since <see cref="Clear"/>.</summary>
    public int Rows { get; private set; }

    /// <summary>Close of the first row.</summary>
    public Minute First { get; private set; }

    /// <summary>Close of the last row.</summary>
    public Minute Last { get; private set; }

    /// <summary>Starts again, keeping the memory.</summary>
    public void Clear()
    {
        Signature.CopyTo(_bytes);
        _bytes.AsSpan(Signature.Length, 8).Clear();
        _length = HeaderLength;
        Rows = 0;
    }

    /// <summary>Starts a row with its key, <c>pair</c> and <c>ts</c>. Rows come in order of close.</summary>
    public void StartRow(Pair pair, Minute close, int fields)
    {
        First = Rows++ == 0 ? close : First;
        Last = close;
        var name = PairNames[pair.Index];
        var span = Reserve(2 + 4 + name.Length + 4 + 8);
        BinaryPrimitives.WriteInt16BigEndian(span, (short)fields);
        BinaryPrimitives.WriteInt32BigEndian(span[2..], name.Length);
        name.CopyTo(span[6..]);
        span = span[(6 + name.Length)..];
        BinaryPrimitives.WriteInt32BigEndian(span, 8);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], (close.Value - EpochMinutes) * MinuteMicroseconds);
    }

    public void Write(int value)
    {
        var span = Reserve(8);
        BinaryPrimitives.WriteInt32BigEndian(span, 4);
        BinaryPrimitives.WriteInt32BigEndian(span[4..], value);
    }

    public void Write(short value)
    {
        var span = Reserve(6);
        BinaryPrimitives.WriteInt32BigEndian(span, 2);
        BinaryPrimitives.WriteInt16BigEndian(span[4..], value);
    }

    public void Write(float value)
    {
        var span = Reserve(8);
        BinaryPrimitives.WriteInt32BigEndian(span, 4);
        BinaryPrimitives.WriteSingleBigEndian(span[4..], value);
    }

    public void Write(ReadOnlySpan<byte> value)
    {
        var span = Reserve(4 + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(span, value.Length);
        value.CopyTo(span[4..]);
    }

    /// <summary>The whole stream, its end included. Valid until the next change.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        BinaryPrimitives.WriteInt16BigEndian(Reserve(2), -1);
        _length -= 2;
        return _bytes.AsMemory(0, _length + 2);
    }

    private Span<byte> Reserve(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, 2 * (_length + count));
        }

        var span = _bytes.AsSpan(_length, count);
        _length += count;
        return span;
    }
}
