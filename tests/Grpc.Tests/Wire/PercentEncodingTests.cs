using Grpc.Wire;

namespace Bqx.Grpc.Tests.Wire;

public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("plain text ~", "plain text ~")]
    [InlineData("", "")]
    [InlineData("100%", "100%25")]
    [InlineData("a\nb\t", "a%0Ab%09")]
    [InlineData("é", "%C3%A9")]
    [InlineData("😈", "%F0%9F%98%88")]
    [InlineData("\u007f", "%7F")]
    public void EncodeAndDecode_Text_RoundTrip(string text, string encoded)
    {
        PercentEncoding.Encode(text).ShouldBe(encoded);
        PercentEncoding.Decode(encoded).ShouldBe(text);
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("%41%", "A%")]
    [InlineData("%c3%a9", "é")]
    public void Decode_BrokenEscapes_KeptAsTheyAre(string encoded, string text) =>
        PercentEncoding.Decode(encoded).ShouldBe(text);
}
