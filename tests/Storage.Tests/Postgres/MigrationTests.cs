using Bqx.Core;
using Bqx.TestKit;
using Npgsql;

namespace Bqx.Storage.Tests;

public sealed class MigrationTests(ServiceFixture services)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PostgresEngine.Embedded)]
    [InlineData(PostgresEngine.Debian)]
    public async Task Migrate_EmptyDatabaseFromManyProcessesAtOnce_AppliesEachOnce(PostgresEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(await services.PostgresAsync(engine), migrated: false);
        await using var one = PostgresStorage.Open(database.ConnectionString);
        await using var two = PostgresStorage.Open(database.ConnectionString);

        await Task.WhenAll(one.MigrateAsync(Stop), two.MigrateAsync(Stop), one.MigrateAsync(Stop));

        (await ScalarAsync(database, "select string_agg(version || ' ' || name, ', ' order by version) from bqx.schema_version"))
            .ShouldBe(string.Join(", ", Migration.All.Select(migration => $"{migration.Version} {migration.Name}")));
        (await ScalarAsync(database, "select count(*) from pg_class where relname in ('m1_eurusd', 'bqx_eurusd', 'reg_chfjpy', 'prediction_usdjpy', "
            + "'cross_pair_lead_lag_gbpusd', 'autoencoder_embeddings_cadchf', 'drift_event', 'trial')"))
            .ShouldBe(8L);
    }

    [Fact]
    public async Task Migrate_ByALoginThatMayNotCreateRoles_GoesOnWithoutThem()
    {
        await using var server = await DebianPostgres.CreateAsync();
        await using var database = await TestDatabase.CreateAsync(server.ConnectionString, migrated: false);
        await ScalarAsync(database, "create role plain login; grant create on database \"" + Name(database) + "\" to plain");
        var plain = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "plain" }.ConnectionString;
        await using var storage = PostgresStorage.Open(plain);

        await storage.MigrateAsync(Stop);

        (await ScalarAsync(database, "select max(version) from bqx.schema_version")).ShouldBe(Migration.All.Count);
        (await ScalarAsync(database, "select count(*) from pg_roles where rolname like 'bqx\\_%'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Migrate_NewerSchema_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync(await services.PostgresAsync(PostgresEngine.Embedded));
        await ScalarAsync(database, "insert into bqx.schema_version (version, name) values (9999, 'later')");
        await using var storage = PostgresStorage.Open(database.ConnectionString);

        var fault = await Should.ThrowAsync<FaultException>(() => storage.MigrateAsync(Stop));

        fault.Message.ShouldBe(
            $"The database has schema version 9999; this program knows versions up to {Migration.All.Count}. Use a newer program.");
    }

    [Fact]
    public void Migrations_AreNumberedFromOneWithoutGaps() =>
        Migration.All.Select(migration => migration.Version).ShouldBe(Enumerable.Range(1, Migration.All.Count));

    private static string? Name(TestDatabase database) => new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;

    private static async Task<object?> ScalarAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Stop);
    }
}
