using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Wire;

/// <summary>Reads the messages of one call off a pipe. One read at a time.</summary>
/// <param name="encoding">The peer's grpc-encoding, which frames with the compression flag are in.</param>
/// <param name="compression">What decodes that encoding, or null where it is unknown here.</param>
internal readonly struct MessageReader<T>(
    PipeReader pipe,
    Func<DeserializationContext, T> deserializer,
    int? maxSize,
    string? encoding,
    ICompressionProvider? compression,
    StatusCode unknownEncoding)
    where T : class
{
    /// <summary>The only message of a side that does not stream, if all of that side has arrived.</summary>
    internal bool TryReadSingle([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? message)
    {
        message = null;
        if (!pipe.TryRead(out var result))
        {
            return false;
        }

        var buffer = result.Buffer;
        if (!result.IsCompleted || !MessageFrame.TryTake(ref buffer, maxSize, out var frame))
        {
            // Nothing consumed: the asynchronous path starts over and reports what is wrong.
            pipe.AdvanceTo(result.Buffer.Start);
            return false;
        }

        CheckEnd(buffer.IsEmpty);
        message = Deserialize(frame);
        pipe.AdvanceTo(buffer.End);
        return true;
    }

    internal async ValueTask<T> ReadSingleAsync(CancellationToken cancellationToken)
    {
        var message = await ReadNextAsync(cancellationToken)
            ?? throw new RpcException(new Status(StatusCode.Internal, "The stream ended without a message."));
        CheckEnd(await ReadNextAsync(cancellationToken) is null);
        return message;
    }

    /// <summary>The next message, or null at the end of the stream.</summary>
    internal async ValueTask<T?> ReadNextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            if (result.IsCanceled)
            {
                throw new OperationCanceledException("The call ended while a message was awaited.");
            }

            var buffer = result.Buffer;
            if (MessageFrame.TryTake(ref buffer, maxSize, out var frame))
            {
                var message = Deserialize(frame);
                pipe.AdvanceTo(buffer.Start);
                return message;
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return buffer.IsEmpty ? null : throw new RpcException(new Status(
                    StatusCode.Internal, $"The stream ended inside a message, {buffer.Length} bytes into its frame."));
            }
        }
    }

    private static void CheckEnd(bool atEnd)
    {
        if (!atEnd)
        {
            throw new RpcException(new Status(
                StatusCode.Internal, "More than one message arrived where exactly one was expected."));
        }
    }

    private T Deserialize(in MessageFrame frame)
    {
        if (!frame.IsCompressed)
        {
            return PayloadContext.Deserialize(deserializer, frame.Payload);
        }

        if (encoding is null or WireNames.Identity)
        {
            throw new RpcException(new Status(
                StatusCode.Internal, "A message is flagged as compressed but grpc-encoding names no compression."));
        }

        if (compression is null)
        {
            throw new RpcException(new Status(unknownEncoding, $"Encoding '{encoding}' of a message is not supported."));
        }

        return PayloadContext.Deserialize(deserializer, MessageInflater.Inflate(frame.Payload, compression, maxSize));
    }
}
