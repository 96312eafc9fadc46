using System.Buffers;
using System.Buffers.Binary;

namespace Bqx.Features;

/// <summary>Little-endian writer of engine state.</summary>
internal sealed class SnapshotWriter(IBufferWriter<byte> output)
{
    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    public void Write(float value) => Write(BitConverter.SingleToInt32Bits(value));

    public void Write(ReadOnlySpan<long> values)
    {
        foreach (var value in values)
        {
            Write(value);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes) => output.Write(bytes);
}
