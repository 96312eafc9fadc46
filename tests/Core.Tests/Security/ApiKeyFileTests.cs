using System.Text;

namespace Bqx.Core.Tests.Security;

public sealed class ApiKeyFileTests
{
    private const string Salt = "AAAAAAAAAAAAAAAAAAAAAA==";
    private const string Hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    [Fact]
    public void Write_ThenRead_IsTheSameKeysAndNeverTheirSecrets()
    {
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var (desk, text) = ApiKey.Create("desk", ApiRoles.Predict | ApiRoles.Ingest, new ApiRate(2.5, 7), now);
        var (ops, _) = ApiKey.Create("ops", ApiRoles.Admin, null, now);

        var bytes = ApiKeyFile.Write([desk, ops]);
        var read = ApiKeyFile.Read(bytes);

        read.Select(key => (key.Name, key.Roles, key.Rate, key.CreatedAt)).ShouldBe(
            [("desk", ApiRoles.Predict | ApiRoles.Ingest, new ApiRate(2.5, 7), now), ("ops", ApiRoles.Admin, null, now)]);
        read[0].Hash.ToArray().ShouldBe(desk.Hash.ToArray());
        ApiKey.TrySplit(text, out _, out var secret).ShouldBeTrue();
        Encoding.UTF8.GetString(bytes).ShouldNotContain(secret.ToString());
    }

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("[]", "it is not JSON")]
    [InlineData("{}", "it has no \"keys\"")]
    [InlineData("{\"keys\":[{\"name\":\"../a\",\"roles\":[\"predict\"],\"salt\":\"S\",\"hash\":\"H\"}]}", "a key is named '../a'")]
    [InlineData("{\"keys\":[{\"name\":\"a\",\"roles\":[],\"salt\":\"S\",\"hash\":\"H\"}]}", "the key 'a' needs roles")]
    [InlineData("{\"keys\":[{\"name\":\"a\",\"roles\":[\"root\"],\"salt\":\"S\",\"hash\":\"H\"}]}", "it is not JSON")]
    [InlineData("{\"keys\":[{\"name\":\"a\",\"roles\":[7],\"salt\":\"S\",\"hash\":\"H\"}]}", "it is not JSON")]
    [InlineData("{\"keys\":[{\"name\":\"a\",\"roles\":[\"predict\"],\"salt\":\"S\",\"hash\":\"S\"}]}", "the key 'a' needs roles")]
    [InlineData("{\"keys\":[{\"name\":\"a\",\"roles\":[\"predict\"],\"salt\":\"S\",\"hash\":\"H\",\"per_second\":1}]}", "both per_second")]
    [InlineData("{\"keys\":[{\"name\":\"a\",\"roles\":[\"predict\"],\"salt\":\"S\",\"hash\":\"H\",\"per_secnd\":1}]}", "it is not JSON")]
    [InlineData(
        "{\"keys\":[{\"name\":\"a\",\"roles\":[\"admin\"],\"salt\":\"S\",\"hash\":\"H\"},{\"name\":\"a\",\"roles\":[\"admin\"],\"salt\":\"S\",\"hash\":\"H\"}]}",
        "it names 'a' twice")]
    public void Read_NotSuchAFile_SaysWhy(string json, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(json.Replace("\"S\"", $"\"{Salt}\"", StringComparison.Ordinal).Replace("\"H\"", $"\"{Hash}\"", StringComparison.Ordinal));

        var error = Should.Throw<FaultException>(() => ApiKeyFile.Read(bytes));

        error.Fault.ShouldBe(Fault.InvalidInput);
        error.Message.ShouldContain(expected);
    }
}
