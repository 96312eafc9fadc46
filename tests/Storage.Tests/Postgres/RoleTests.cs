using System.Collections.Immutable;
using Bqx.Core;
using Bqx.TestKit;
using Npgsql;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedRoleTests(PostgresFixture fixture) : RoleTests(fixture, PostgresEngine.Embedded);

public sealed class DebianRoleTests(PostgresFixture fixture) : RoleTests(fixture, PostgresEngine.Debian);

/// <summary>What the groups may do, tried by logins that are in one of them and nothing else.</summary>
public abstract class RoleTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    [Fact]
    public async Task Writer_DoesAllThatServingAndLoadingNeed()
    {
        await using var storage = await LoginAsync("bqx_writer");
        var bar = Bar(EurUsd, At(2011, 1, 31, 23, 59));

        await storage.Bars.WriteAsync(new[] { bar }, Stop);
        (await storage.BarLoader.LoadAsync(UsdJpy, Bars(UsdJpy, At(2011, 2, 1), 10), Stop)).ShouldBe(10);
        (await storage.BarLoader.LoadAsync(UsdJpy, Bars(UsdJpy, At(2011, 2, 1), 12), Stop)).ShouldBe(2);
        await storage.Features.WriteTableAsync(Table(bar.Close), Stop);
        await storage.Features.WriteTableAsync(Table(bar.Close), Stop);
        await storage.Features.WriteEngineStateAsync(bar.Close, Print, new byte[] { 1 }, Stop);
        await storage.Labels.RequestAsync("role-test", new ModelId("m", 1), Stop);
        await storage.MigrateAsync(Stop);

        (await ScalarAsync("select count(*) from bqx.m1 where ts between '2011-01-31Z' and '2011-02-02Z'")).ShouldBe(13L);
        (await ScalarAsync("select role_test from bqx.reg where ts = '2011-01-31 23:59Z'")).ShouldBe(1f);
    }

    [Fact]
    public async Task Writer_MayNotChangeTheSchema()
    {
        await using var storage = await LoginAsync("bqx_writer");

        foreach (var statement in new[]
        {
            "drop table bqx.m1_eurusd", "create table bqx.mine (a int)", "alter table bqx.reg add column mine real", "truncate bqx.m1",
            "insert into bqx.schema_version (version, name) values (77, 'mine')", "select bqx.ensure_feature_columns('m1', '{mine}')",
        })
        {
            (await RefusedAsync("bqx_writer", statement)).ShouldBeOneOf("42501", "22023");
        }
    }

    [Fact]
    public async Task Reader_ReadsEverythingAndWritesNothing()
    {
        await Storage.Bars.WriteAsync(new[] { Bar(EurUsd, At(2012, 5, 5)) }, Stop);
        await using var storage = await LoginAsync("bqx_reader");

        (await storage.Bars.ReadAsync(At(2012, 5, 4), At(2012, 5, 6), Stop).CountAsync(Stop)).ShouldBe(1);
        (await storage.Labels.ReadAsync(Stop)).ShouldNotBeNull();
        (await RefusedAsync("bqx_reader", "insert into bqx.m1 select * from bqx.m1")).ShouldBe("42501");
        (await RefusedAsync("bqx_reader", "select bqx.ensure_leaf('m1', 'EURUSD', '2012-07-01')")).ShouldBe("42501");
        (await Should.ThrowAsync<FaultException>(() => storage.Labels.RequestAsync("a", new ModelId("m", 1), Stop)))
            .Message.ShouldContain("42501");
    }

    [Fact]
    public async Task Stranger_SeesNothing() => (await RefusedAsync(null, "select * from bqx.m1")).ShouldBe("42501");

    private static FeatureTable Table(Minute close) =>
        new("reg", EurUsd, ["role_test"], new[] { close }, new[] { 1f });

    private static async IAsyncEnumerable<Bar> Bars(Pair pair, Minute first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return Bar(pair, first + i);
        }

        await Task.CompletedTask;
    }

    private async Task<PostgresStorage> LoginAsync(string group) => PostgresStorage.Open(await ConnectionStringAsync(group));

    private async Task<string?> RefusedAsync(string? group, string statement)
    {
        await using var connection = new NpgsqlConnection(await ConnectionStringAsync(group));
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(statement, connection);
        return (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Stop))).SqlState;
    }

    // A login of the cluster, shared by the tests of all databases there.
    private async Task<string> ConnectionStringAsync(string? group)
    {
        var login = $"bqx_test_login_{group ?? "stranger"}";
        await ScalarAsync(
            $"""
            do $$ begin
                perform pg_advisory_xact_lock(5732);
                if to_regrole('{login}') is null then
                    create role {login} login password 'test';
                    {(group is null ? "" : $"grant {group} to {login};")}
                end if;
            end $$
            """);
        return await ConnectAsync(login, "test");
    }
}
