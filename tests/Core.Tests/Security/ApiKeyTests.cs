using System.Security.Cryptography;
using System.Text;

namespace Bqx.Core.Tests.Security;

public sealed class ApiKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Create_Key_MatchesItsSecretOnlyAndStoresTheHmacOfIt()
    {
        var (key, text) = ApiKey.Create("desk-1", ApiRoles.Predict, null, Now);

        ApiKey.TrySplit(text, out var name, out var secret).ShouldBeTrue();
        name.ToString().ShouldBe("desk-1");
        secret.Length.ShouldBe(43);
        key.Matches(secret).ShouldBeTrue();
        key.Matches(secret[1..]).ShouldBeFalse();
        key.Matches(new string('a', 10_000)).ShouldBeFalse();
        using var oracle = new HMACSHA256(key.Salt.ToArray());
        key.Hash.ToArray().ShouldBe(oracle.ComputeHash(Encoding.ASCII.GetBytes(secret.ToString())));
    }

    [Fact]
    public void Create_Twice_HasOtherSecretsAndSalts()
    {
        var (one, first) = ApiKey.Create("desk", ApiRoles.Predict, null, Now);
        var (two, second) = ApiKey.Create("desk", ApiRoles.Predict, null, Now);

        first.ShouldNotBe(second);
        one.Salt.ToArray().ShouldNotBe(two.Salt.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("bqx.")]
    [InlineData("bqx.desk")]
    [InlineData("bqx.desk.")]
    [InlineData("bqx..secret")]
    [InlineData("key.desk.secret")]
    public void TrySplit_NotAKey_IsFalse(string text) => ApiKey.TrySplit(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void TrySplit_VeryLong_IsFalse() => ApiKey.TrySplit("bqx.desk." + new string('a', 200), out _, out _).ShouldBeFalse();
}
