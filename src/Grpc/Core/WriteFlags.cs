namespace Grpc.Core;

/// <summary>How one message is written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may stay in the buffer until a later write.</summary>
    BufferHint = 0x1,

    /// <summary>The message is sent as it is even where the call compresses.</summary>
    NoCompress = 0x2,
}
