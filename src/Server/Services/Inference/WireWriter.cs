using System.Numerics;
using System.Text;

namespace Bqx.Server.Services.Inference;

/// <summary>Writes fields of a message, all with numbers under 16, into memory that is large enough.</summary>
internal ref struct WireWriter(Span<byte> target)
{
    private const int LengthDelimited = 2;
    private const int BitsOfByte = 7;

    private readonly Span<byte> _target = target;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    public static int SizeOfVarint(ulong value) => (BitOperations.Log2(value | 1) / BitsOfByte) + 1;

    /// <summary>Bytes of a field of some bytes.</summary>
    public static int SizeOfField(int length) => 1 + SizeOfVarint((uint)length) + length;

    /// <summary>Bytes of a text field, which is left out where it is empty.</summary>
    public static int SizeOfText(string text) => text.Length == 0 ? 0 : SizeOfField(Encoding.UTF8.GetByteCount(text));

    /// <summary>Starts a field of some bytes.</summary>
    public void Start(int field, int length)
    {
        _target[Length++] = (byte)((field << 3) | LengthDelimited);
        Varint((uint)length);
    }

    public void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= BitsOfByte)
        {
            _target[Length++] = (byte)(value | 0x80);
        }

        _target[Length++] = (byte)value;
    }

    public void Text(int field, string text)
    {
        if (text.Length > 0)
        {
            Start(field, Encoding.UTF8.GetByteCount(text));
            Length += Encoding.UTF8.GetBytes(text, _target[Length..]);
        }
    }

    /// <summary>The next bytes, for the caller to set.</summary>
    public Span<byte> Take(int length)
    {
        var taken = _target.Slice(Length, length);
        Length += length;
        return taken;
    }
}
