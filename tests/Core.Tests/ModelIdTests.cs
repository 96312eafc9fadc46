namespace Bqx.Core.Tests;

public sealed class ModelIdTests
{
    [Theory]
    [InlineData("bqx@1", "bqx", 1)]
    [InlineData("mlp-60_b@2147483647", "mlp-60_b", int.MaxValue)]
    public void TryParse_GoodText_GivesBothParts(string text, string name, int version)
    {
        ModelId.TryParse(text, out var id).ShouldBeTrue();

        id.ShouldBe(new ModelId(name, version));
        id!.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("bqx")]
    [InlineData("bqx@")]
    [InlineData("bqx@0")]
    [InlineData("bqx@-1")]
    [InlineData("bqx@+1")]
    [InlineData("bqx@1.5")]
    [InlineData("bqx@1@2")]
    [InlineData("bqx@99999999999")]
    [InlineData("../bqx@1")]
    [InlineData("BQX@1")]
    [InlineData("bqx\n@1")]
    [InlineData("@1")]
    [InlineData(null)]
    public void TryParse_BadText_IsRefused(string? text) => ModelId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void IsName_Length_EndsAt64()
    {
        ModelId.IsName(new string('a', 64)).ShouldBeTrue();
        ModelId.IsName(new string('a', 65)).ShouldBeFalse();
    }
}
