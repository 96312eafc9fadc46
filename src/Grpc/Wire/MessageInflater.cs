using System.Buffers;
using System.Runtime.InteropServices;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Wire;

/// <summary>Decompresses one payload, bounded: what expands beyond the limit is refused while it expands.</summary>
internal static class MessageInflater
{
    private const int ChunkSize = 4096;

    internal static ReadOnlySequence<byte> Inflate(
        in ReadOnlySequence<byte> payload,
        ICompressionProvider compression,
        int? maxSize)
    {
        using var source = compression.CreateDecompressionStream(AsStream(payload));
        var output = new ArrayBufferWriter<byte>();
        try
        {
            for (var read = source.Read(output.GetSpan(ChunkSize)); read > 0; read = source.Read(output.GetSpan(ChunkSize)))
            {
                output.Advance(read);
                if (output.WrittenCount > maxSize)
                {
                    throw MessageTooLarge.Decompressed(maxSize.Value);
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new RpcException(new Status(
                StatusCode.Internal, $"A compressed message is not valid {compression.EncodingName}."));
        }

        return new ReadOnlySequence<byte>(output.WrittenMemory);
    }

    private static MemoryStream AsStream(in ReadOnlySequence<byte> payload) =>
        payload.IsSingleSegment && MemoryMarshal.TryGetArray(payload.First, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(payload.ToArray(), writable: false);
}
