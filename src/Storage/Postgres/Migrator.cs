using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>
/// Brings the schema up to date: one transaction under an advisory lock, so that processes that start together do it once,
/// and a failure leaves what was there.
/// </summary>
internal sealed class Migrator(Database database)
{
    public Task MigrateAsync(CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            // Nothing to do is the rule, and needs no right to change the schema.
            if (await FindVersionAsync(connection, cancellationToken) == Migration.All[^1].Version)
            {
                return;
            }

            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, $"set local lock_timeout = '60s'; select pg_advisory_xact_lock({AdvisoryLocks.Migration})", cancellationToken);
            await ExecuteAsync(
                connection,
                """
                create schema if not exists bqx;
                create table if not exists bqx.schema_version (
                    version integer primary key, name text not null, applied_at timestamptz not null default now());
                """,
                cancellationToken);
            var current = await FindVersionAsync(connection, cancellationToken);
            if (current > Migration.All[^1].Version)
            {
                throw new FaultException(
                    Fault.StorageUnavailable,
                    $"The database has schema version {current}; this program knows versions up to {Migration.All[^1].Version}. Use a newer program.");
            }

            foreach (var migration in Migration.All.Where(migration => migration.Version > current))
            {
                await ExecuteAsync(connection, migration.Sql, cancellationToken);
                await using var mark = new NpgsqlCommand("insert into bqx.schema_version (version, name) values ($1, $2)", connection)
                {
                    Parameters = { new() { Value = migration.Version }, new() { Value = migration.Name } },
                };
                await mark.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Version of the schema; 0 where there is none.</summary>
    public static async Task<int> FindVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand("select to_regclass('bqx.schema_version') is not null", connection);
        if (!(bool)(await find.ExecuteScalarAsync(cancellationToken))!)
        {
            return 0;
        }

        await using var command = new NpgsqlCommand("select coalesce(max(version), 0) from bqx.schema_version", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
