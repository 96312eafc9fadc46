using System.Security.Cryptography;
using System.Text;

namespace Bqx.Core.Tests;

public sealed class FeatureSchemaTests
{
    [Fact]
    public void Fingerprint_NamesAndVersions_IsTheirSha256()
    {
        var schema = new FeatureSchema([("a", 1), ("b", 2)]);

        schema.Fingerprint.ToString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("a@1\nb@2"))));
    }

    [Fact]
    public void Fingerprint_OrderVersionOrName_AllChangeIt()
    {
        var prints = new[]
        {
            new FeatureSchema([("a", 1), ("b", 1)]),
            new FeatureSchema([("b", 1), ("a", 1)]),
            new FeatureSchema([("a", 1), ("b", 2)]),
            new FeatureSchema([("a", 1), ("c", 1)]),
            new FeatureSchema([("a", 1)]),
        }.Select(schema => schema.Fingerprint).Distinct();

        prints.Count().ShouldBe(5);
    }

    [Fact]
    public void IndexOf_UnknownName_SaysWhich() =>
        Should.Throw<FaultException>(() => new FeatureSchema([("a", 1)]).IndexOf("z")).Message.ShouldContain("'z'");

    [Fact]
    public void Digest_Text_RoundTrips()
    {
        var digest = Digest.Of("bqx"u8);

        Digest.Parse(digest.ToString()).ShouldBe(digest);
        Digest.Parse(digest.ToString().ToUpperInvariant()).ShouldBe(digest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("zz")]
    [InlineData("00")]
    public void Digest_BadText_IsRefused(string text) =>
        Should.Throw<FaultException>(() => Digest.Parse(text)).Fault.ShouldBe(Fault.InvalidInput);
}
