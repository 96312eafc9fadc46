using Bqx.Core;

namespace Bqx.Storage;

/// <summary>
/// PostgreSQL behind the ports of Core. Safe for use by many threads. Every failure is a <see cref="FaultException"/> with
/// <see cref="Fault.StorageUnavailable"/>.
/// </summary>
public sealed class PostgresStorage : IAsyncDisposable
{
    private readonly Database _database;

    private PostgresStorage(Database database, TimeProvider time)
    {
        _database = database;
        var leaves = new Leaves(database);
        Bars = new PostgresBarStore(database, leaves);
        var loader = new PostgresBarLoader(database);
        BarLoader = loader;
        Imports = new PostgresBarImports(database, loader);
        Quarantine = new PostgresQuarantine(database);
        Features = new PostgresFeatureStore(database);
        Predictions = new PostgresPredictionLog(database, leaves);
        Labels = new PostgresLabelStore(database, time);
    }

    /// <summary><c>bqx.m1</c>.</summary>
    public IBarStore Bars { get; }

    /// <summary>Fast loading of <c>bqx.m1</c>.</summary>
    public IBarBulkLoader BarLoader { get; }

    /// <summary>Imports of bar files.</summary>
    public IBarImports Imports { get; }

    /// <summary>Bars that were set aside.</summary>
    public IQuarantine Quarantine { get; }

    /// <summary>Vectors, engine states and feature tables.</summary>
    public IFeatureStore Features { get; }

    /// <summary><c>bqx.prediction</c>.</summary>
    public IPredictionLog Predictions { get; }

    /// <summary>Labels and the replicas' agreement on them.</summary>
    public ILabelStore Labels { get; }

    /// <summary>Opens a pool; connects only when something is asked of it.</summary>
    /// <param name="connectionString">Npgsql's; limits that it does not set get defaults.</param>
    /// <param name="time">The clock of polling; the system's when null.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: not a connection string.</exception>
    public static PostgresStorage Open(string connectionString, TimeProvider? time = null) =>
        new(new Database(ConnectionDefaults.Build(connectionString)), time ?? TimeProvider.System);

    /// <summary>Brings the schema up to date. Processes may do it at the same time.</summary>
    public Task MigrateAsync(CancellationToken cancellationToken) => new Migrator(_database).MigrateAsync(cancellationToken);

    /// <summary>Waits until this process is the only one that takes live bars. From then on it writes to <see cref="Bars"/> only while it is.</summary>
    public async Task<IngestLease> AcquireIngestAsync(CancellationToken cancellationToken)
    {
        var lease = await IngestLease.AcquireAsync(_database, cancellationToken);
        ((PostgresBarStore)Bars).Fence(lease.Epoch);
        return lease;
    }

    /// <summary>Closes the pool.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
