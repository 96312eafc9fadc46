using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a serializer puts one message: whole, or through a buffer writer closed by Complete.</summary>
public abstract class SerializationContext
{
    public virtual void Complete(byte[] payload) => throw Unsupported();

    public virtual IBufferWriter<byte> GetBufferWriter() => throw Unsupported();

    public virtual void SetPayloadLength(int payloadLength) => throw Unsupported();

    public virtual void Complete() => throw Unsupported();

    private NotSupportedException Unsupported() => new($"{GetType()} does not support this operation.");
}
