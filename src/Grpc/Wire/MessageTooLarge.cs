using Grpc.Core;

namespace Grpc.Wire;

/// <summary>The faults of messages over a size limit.</summary>
internal static class MessageTooLarge
{
    internal static RpcException Received(long length, int limit) =>
        Create($"Received message of {length} bytes exceeds the limit of {limit} bytes.");

    internal static RpcException Decompressed(int limit) =>
        Create($"Received message exceeds the limit of {limit} bytes after decompression.");

    internal static RpcException Sent(long length, int limit) =>
        Create($"Sending a message of {length} bytes exceeds the limit of {limit} bytes.");

    private static RpcException Create(string detail) => new(new Status(StatusCode.ResourceExhausted, detail));
}
