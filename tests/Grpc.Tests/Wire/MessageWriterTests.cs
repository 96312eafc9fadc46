using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Bqx.Grpc.Tests.Wire;

public sealed class MessageWriterTests
{
    private static readonly byte[] Payload = [1, 2, 3];

    [Fact]
    public async Task Write_KnownLength_FramedInPlace() =>
        (await WriteAsync(static (_, context) =>
        {
            context.SetPayloadLength(3);
            context.GetBufferWriter().Write(Payload);
            context.Complete();
        })).ShouldBe([0, 0, 0, 0, 3, 1, 2, 3]);

    [Fact]
    public async Task Write_KnownLengthInTwoParts_OneHeader() =>
        (await WriteAsync(static (_, context) =>
        {
            context.SetPayloadLength(3);
            context.GetBufferWriter().Write<byte>([1]);
            context.GetBufferWriter().Write<byte>([2, 3]);
            context.Complete();
        })).ShouldBe([0, 0, 0, 0, 3, 1, 2, 3]);

    [Fact]
    public async Task Write_UnknownLength_FramedFromBuffer() =>
        (await WriteAsync(static (_, context) =>
        {
            context.GetBufferWriter().Write(Payload);
            context.Complete();
        })).ShouldBe([0, 0, 0, 0, 3, 1, 2, 3]);

    [Fact]
    public async Task Write_WholeArray_Framed() =>
        (await WriteAsync(static (_, context) => context.Complete(Payload))).ShouldBe([0, 0, 0, 0, 3, 1, 2, 3]);

    [Fact]
    public async Task Write_EmptyMessage_HeaderOnly() =>
        (await WriteAsync(static (_, context) => context.Complete([]))).ShouldBe([0, 0, 0, 0, 0]);

    [Fact]
    public async Task Write_Compressed_FlagAndPayloadThatInflates()
    {
        var gzip = new GzipCompressionProvider(CompressionLevel.Fastest);

        var bytes = await WriteAsync(static (_, context) => context.Complete(new byte[1000]), compression: gzip);

        bytes[0].ShouldBe((byte)1);
        var buffer = new ReadOnlySequence<byte>(bytes);
        MessageFrame.TryTake(ref buffer, null, out var frame).ShouldBeTrue();
        frame.Payload.Length.ShouldBeLessThan(100);
        MessageInflater.Inflate(frame.Payload, gzip, 1000).ToArray().ShouldBe(new byte[1000]);
        Should.Throw<RpcException>(() => MessageInflater.Inflate(frame.Payload, gzip, 999)).Status.ShouldBe(new Status(
            StatusCode.ResourceExhausted, "Received message exceeds the limit of 999 bytes after decompression."));
    }

    [Fact]
    public async Task Write_OverLimit_ResourceExhaustedAndNothingWritten()
    {
        var pipe = new Pipe();

        var error = Should.Throw<RpcException>(
            () => MessageWriter.Write(pipe.Writer, (_, context) => context.SetPayloadLength(4), "", maxSize: 3));

        error.Status.ShouldBe(new Status(
            StatusCode.ResourceExhausted, "Sending a message of 4 bytes exceeds the limit of 3 bytes."));
        await pipe.Writer.CompleteAsync();
        (await pipe.Reader.ReadAsync()).Buffer.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Write_SerializerFailsInTheMiddle_Incomplete() =>
        Should.Throw<IncompleteMessageException>(() => MessageWriter.Write(
            new Pipe().Writer,
            (_, context) =>
            {
                context.SetPayloadLength(3);
                context.GetBufferWriter().Write<byte>([1]);
                throw new InvalidOperationException("no more");
            },
            "",
            null)).InnerException!.Message.ShouldBe("no more");

    [Fact]
    public async Task Write_AfterAFailure_StartsAfresh()
    {
        Should.Throw<InvalidOperationException>(
            () => MessageWriter.Write(new Pipe().Writer, static (_, _) => { }, "", null));

        (await WriteAsync(static (_, context) => context.Complete(Payload))).ShouldBe([0, 0, 0, 0, 3, 1, 2, 3]);
    }

    [Fact]
    public async Task Write_SerializerThatWritesAnotherMessage_BothWhole()
    {
        var inner = new Pipe();
        var outer = await WriteAsync((_, context) =>
        {
            MessageWriter.Write(inner.Writer, static (_, nested) => nested.Complete([9]), "", null);
            context.Complete(Payload);
        });

        await inner.Writer.CompleteAsync();
        outer.ShouldBe([0, 0, 0, 0, 3, 1, 2, 3]);
        (await inner.Reader.ReadAsync()).Buffer.ToArray().ShouldBe([0, 0, 0, 0, 1, 9]);
    }

    private static async Task<byte[]> WriteAsync(
        Action<string, SerializationContext> serializer,
        ICompressionProvider? compression = null)
    {
        var pipe = new Pipe();
        MessageWriter.Write(pipe.Writer, serializer, "", null, compression);
        await pipe.Writer.CompleteAsync();
        return (await pipe.Reader.ReadAsync()).Buffer.ToArray();
    }
}
