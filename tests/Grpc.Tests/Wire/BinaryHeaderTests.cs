using Grpc.Core;
using Grpc.Wire;

namespace Bqx.Grpc.Tests.Wire;

public sealed class BinaryHeaderTests
{
    [Theory]
    [InlineData(new byte[0], "")]
    [InlineData(new byte[] { 0xab }, "qw")]
    [InlineData(new byte[] { 0xab, 0xab }, "q6s")]
    [InlineData(new byte[] { 0xab, 0xab, 0xab }, "q6ur")]
    public void Encode_Bytes_Base64WithoutPadding(byte[] value, string encoded)
    {
        BinaryHeader.Encode(value).ShouldBe(encoded);
        Decode(encoded).ShouldBe([value]);
    }

    [Fact]
    public void Decode_PaddedAndSeveral_Each() =>
        Decode("qw==,q6s, q6ur").ShouldBe([[0xab], [0xab, 0xab], [0xab, 0xab, 0xab]]);

    [Fact]
    public void Decode_NotBase64_Internal() =>
        Should.Throw<RpcException>(() => Decode("!")).Status
            .ShouldBe(new Status(StatusCode.Internal, "Header 'x-bin' is not valid base64."));

    private static byte[][] Decode(string field)
    {
        var metadata = new Metadata();
        BinaryHeader.Decode("x-bin", field, metadata);
        return [.. metadata.Select(entry => entry.ValueBytes)];
    }
}
