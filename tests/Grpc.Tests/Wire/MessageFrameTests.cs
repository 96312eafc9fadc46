using System.Buffers;
using Grpc.Core;
using Grpc.Wire;

namespace Bqx.Grpc.Tests.Wire;

public sealed class MessageFrameTests
{
    private static readonly byte[] TwoFrames = [0, 0, 0, 0, 3, 7, 8, 9, 1, 0, 0, 0, 1, 5];

    [Fact]
    public void TryTake_TwoFrames_OneAfterTheOther()
    {
        var buffer = new ReadOnlySequence<byte>(TwoFrames);

        MessageFrame.TryTake(ref buffer, null, out var first).ShouldBeTrue();
        MessageFrame.TryTake(ref buffer, null, out var second).ShouldBeTrue();
        MessageFrame.TryTake(ref buffer, null, out _).ShouldBeFalse();

        first.Payload.ToArray().ShouldBe([7, 8, 9]);
        first.IsCompressed.ShouldBeFalse();
        second.Payload.ToArray().ShouldBe([5]);
        second.IsCompressed.ShouldBeTrue();
        buffer.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void TryTake_EveryTruncation_NothingTaken()
    {
        for (var length = 0; length < 8; length++)
        {
            var buffer = new ReadOnlySequence<byte>(TwoFrames, 0, length);

            MessageFrame.TryTake(ref buffer, null, out _).ShouldBeFalse();

            buffer.Length.ShouldBe(length);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public void TryTake_SplitAnywhere_SameFrame(int split)
    {
        var buffer = Segments.Of(TwoFrames.AsMemory(0, split), TwoFrames.AsMemory(split));

        MessageFrame.TryTake(ref buffer, 3, out var frame).ShouldBeTrue();

        frame.Payload.ToArray().ShouldBe([7, 8, 9]);
        buffer.Length.ShouldBe(6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(255)]
    public void TryTake_UnknownFlag_Internal(byte flag)
    {
        var buffer = new ReadOnlySequence<byte>([flag, 0, 0, 0, 0]);

        Should.Throw<RpcException>(() => MessageFrame.TryTake(ref buffer, null, out _)).Status
            .ShouldBe(new Status(StatusCode.Internal, $"Compression flag of a message is {flag}, expected 0 or 1."));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 4 }, 4, 3)]
    [InlineData(new byte[] { 0, 0x80, 0, 0, 0 }, 2_147_483_648, null)]
    [InlineData(new byte[] { 0, 0xff, 0xff, 0xff, 0xff }, 4_294_967_295, 3)]
    public void TryTake_LengthOverLimit_ResourceExhaustedBeforeThePayload(byte[] header, long length, int? limit)
    {
        var buffer = new ReadOnlySequence<byte>(header);

        Should.Throw<RpcException>(() => MessageFrame.TryTake(ref buffer, limit, out _)).Status.ShouldBe(new Status(
            StatusCode.ResourceExhausted,
            $"Received message of {length} bytes exceeds the limit of {limit ?? int.MaxValue} bytes."));
    }

    private sealed class Segments : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
        {
            var start = new Segments { Memory = first };
            var end = new Segments { Memory = second, RunningIndex = first.Length };
            start.Next = end;
            return new ReadOnlySequence<byte>(start, 0, end, second.Length);
        }
    }
}
