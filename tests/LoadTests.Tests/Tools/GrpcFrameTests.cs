using Bqx.LoadTests.Tools;

namespace Bqx.LoadTests.Tests.Tools;

public sealed class GrpcFrameTests
{
    [Fact]
    public void Of_NoMessage_IsFiveZeros() => GrpcFrame.Of([]).ShouldBe([0, 0, 0, 0, 0]);

    [Fact]
    public void Of_AMessage_HasItsLengthBigEndian()
    {
        var frame = GrpcFrame.Of(new byte[0x0102]);
        frame.Take(5).ShouldBe<byte>([0, 0, 0, 1, 2]);
        frame.Length.ShouldBe(5 + 0x0102);
    }
}
