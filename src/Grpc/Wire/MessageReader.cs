using System.Buffers;
using System.Diagnostics.CodeAnalysis;
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
    internal PipeReader Pipe => pipe;

    /// <summary>
    /// The only message of a side that does not stream, once all of that side has arrived. Either way the result is
    /// given back to the pipe.
    /// </summary>
    internal bool TryTakeSingle(in ReadResult result, [NotNullWhen(true)] out T? message)
    {
        message = null;
        CheckNotCanceled(result);
        var buffer = result.Buffer;
        if (!MessageFrame.TryTake(ref buffer, maxSize, out var frame))
        {
            CheckEnd(result, buffer);
            pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            return result.IsCompleted ? throw Cardinality("no message") : false;
        }

        if (!buffer.IsEmpty)
        {
            throw Cardinality("more than one message");
        }

        if (!result.IsCompleted)
        {
            // The end of the stream is still to come; the message is looked at again with it.
            pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            return false;
        }

        message = Deserialize(frame);
        pipe.AdvanceTo(buffer.End);
        return true;
    }

    internal async ValueTask<T> ReadSingleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTakeSingle(await pipe.ReadAsync(cancellationToken), out var message))
            {
                return message;
            }
        }
    }

    /// <summary>The next message, or null at the end of the stream.</summary>
    internal async ValueTask<T?> ReadNextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            CheckNotCanceled(result);
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
                CheckEnd(result, buffer);
                return null;
            }
        }
    }

    private static void CheckNotCanceled(in ReadResult result)
    {
        if (result.IsCanceled)
        {
            throw new OperationCanceledException("The call ended while a message was awaited.");
        }
    }

    private static void CheckEnd(in ReadResult result, in ReadOnlySequence<byte> rest)
    {
        if (result.IsCompleted && !rest.IsEmpty)
        {
            throw new RpcException(new Status(
                StatusCode.Internal, $"The stream ended inside a message, {rest.Length} bytes into its frame."));
        }
    }

    private static RpcException Cardinality(string found) =>
        new(new Status(StatusCode.Internal, $"The stream held {found}, expected exactly one."));

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
