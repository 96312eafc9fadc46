using Bqx.Storage;

namespace Bqx.Benchmarks.Ingest;

/// <summary>A database of its own on the given server, with the schema; dropped at the end.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly Psql _server;
    private readonly string _name;

    private BenchDatabase(Psql server, Psql own, string name, string connectionString)
    {
        _server = server;
        _name = name;
        Psql = own;
        ConnectionString = connectionString;
    }

    /// <summary>psql on it.</summary>
    public Psql Psql { get; }

    /// <summary>Npgsql's connection string.</summary>
    public string ConnectionString { get; }

    public static async Task<BenchDatabase> CreateAsync(string psql, string server, CancellationToken cancellationToken)
    {
        var name = $"bqx_bench_{Environment.ProcessId}";
        var maintenance = new Psql(psql, server);
        await maintenance.RunAsync(cancellationToken, $"create database {name}");
        var connectionString = Psql.To(server, name);
        await using (var storage = PostgresStorage.Open(connectionString + ";Pooling=false"))
        {
            await storage.MigrateAsync(cancellationToken);
        }

        return new BenchDatabase(maintenance, new Psql(psql, connectionString), name, connectionString);
    }

    /// <summary>No bars, no imports, no leaves; what was written before is on disk.</summary>
    public Task EmptyAsync(CancellationToken cancellationToken) => Psql.RunAsync(
        cancellationToken,
        """
        do $$
        declare
            leaf regclass;
        begin
            for leaf in select relid from pg_partition_tree('bqx.m1') where isleaf and level = 2 loop
                execute format('drop table %s', leaf);
            end loop;
        end $$
        """,
        "truncate bqx.ingest_file, bqx.quarantine",
        "checkpoint");

    /// <summary>The leaves of a pair's months, with their keys.</summary>
    public Task CreateLeavesAsync(TickFile file, CancellationToken cancellationToken) => Psql.RunAsync(
        cancellationToken,
        $"""
        select count(bqx.ensure_leaf('m1', '{file.Pair}', month::date))
        from generate_series(date_trunc('month', timestamptz '{file.First}', 'UTC'), '{file.Last}', interval '1 month') month
        """);

    /// <summary>Bars in it.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken) =>
        long.Parse(await Psql.RunAsync(cancellationToken, "select count(*) from bqx.m1"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _server.RunAsync(CancellationToken.None, $"drop database if exists {_name} with (force)");
}
