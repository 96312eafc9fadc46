using System.Buffers.Binary;
using System.Text;

namespace Bqx.TestKit;

/// <summary>The fields of a message of Protocol Buffers, read by their numbers.</summary>
internal sealed class WireFields
{
    private readonly List<(int Number, ulong Number64, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public WireFields(ReadOnlyMemory<byte> message)
    {
        while (message.Length > 0)
        {
            var tag = ReadVarint(ref message);
            var (number, bytes) = (0ul, ReadOnlyMemory<byte>.Empty);
            switch (tag & 7)
            {
                case 0:
                    number = ReadVarint(ref message);
                    break;
                case 1:
                    number = BinaryPrimitives.ReadUInt64LittleEndian(message.Span);
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)ReadVarint(ref message);
                    (bytes, message) = (message[..length], message[length..]);
                    break;
                case 5:
                    number = BinaryPrimitives.ReadUInt32LittleEndian(message.Span);
                    message = message[4..];
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} is not of proto3.");
            }

            _fields.Add(((int)(tag >> 3), number, bytes));
        }
    }

    public IEnumerable<WireFields> Messages(int number) => Of(number).Select(field => new WireFields(field.Bytes));

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number).Span);

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number).Span);

    public ulong Number(int number) => Of(number).LastOrDefault().Number64;

    private ReadOnlyMemory<byte> Bytes(int number) => Of(number).LastOrDefault().Bytes;

    private IEnumerable<(int Number, ulong Number64, ReadOnlyMemory<byte> Bytes)> Of(int number) => _fields.Where(field => field.Number == number);

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var next = message.Span[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
