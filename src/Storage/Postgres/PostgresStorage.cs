using Bqx.Core;

namespace Bqx.Storage;

/// <summary>
/// PostgreSQL behind the ports of Core. Safe for use by many threads. Every failure is a <see cref="FaultException"/> with
/// <see cref="Fault.StorageUnavailable"/>.
/// </summary>
public sealed class PostgresStorage : IAsyncDisposable
{
    private readonly Database _database;
    private readonly Database _alone;
    private readonly TimeProvider _time;
    private readonly ReplicaReads? _replica;

    private PostgresStorage(PostgresOptions options, TimeProvider time)
    {
        _database = new Database(ConnectionDefaults.Build(options.ConnectionString));
        _alone = new Database(ConnectionDefaults.Build(options.ConnectionString, pooled: false));
        _time = time;
        _replica = options.Replica is null ? null : new ReplicaReads(_database, new Database(ConnectionDefaults.Build(options.Replica)), options, time);
        var leaves = new Leaves(_database);
        Bars = new PostgresBarStore(_database, leaves, _database);
        var loader = new PostgresBarLoader(_database);
        BarLoader = loader;
        Imports = new PostgresBarImports(_database, loader);
        Changes = new PostgresBarChanges(_database);
        Quarantine = new PostgresQuarantine(_database);
        Features = new PostgresFeatureStore(_database, _database);
        Predictions = new PostgresPredictionLog(_database, leaves);
        Labels = new PostgresLabelStore(_database, time);
        Promotions = new PostgresPromotionLog(_database);
        Requests = new PostgresRequestLog(_database);
        Rebuilds = new PostgresRebuildLog(_database);
        Trials = new PostgresTrialLedger(_database);
        History = _replica is null
            ? new PostgresHistory(Bars, Features)
            : new PostgresHistory(new PostgresBarStore(_database, leaves, _replica), new PostgresFeatureStore(_database, _replica));
        Admin = new PostgresAdmin(_database, leaves, _replica);
    }

    /// <summary><c>bqx.m1</c>.</summary>
    public IBarStore Bars { get; }

    /// <summary>Fast loading of <c>bqx.m1</c>.</summary>
    public IBarBulkLoader BarLoader { get; }

    /// <summary>Imports of bar files.</summary>
    public IBarImports Imports { get; }

    /// <summary>Bars that imports have put into the past.</summary>
    public IBarChanges Changes { get; }

    /// <summary>Bars that were set aside.</summary>
    public IQuarantine Quarantine { get; }

    /// <summary>Vectors, engine states and feature tables.</summary>
    public IFeatureStore Features { get; }

    /// <summary><c>bqx.prediction</c>.</summary>
    public IPredictionLog Predictions { get; }

    /// <summary>Labels and the replicas' agreement on them.</summary>
    public ILabelStore Labels { get; }

    /// <summary>What was promoted when, and why.</summary>
    public IPromotionLog Promotions { get; }

    /// <summary>A sample of the requests.</summary>
    public IRequestLog Requests { get; }

    /// <summary>Progress of rebuilds of feature tables.</summary>
    public IRebuildLog Rebuilds { get; }

    /// <summary>Everything that was tried in training.</summary>
    public ITrialLedger Trials { get; }

    /// <summary>For readers that may be a little behind.</summary>
    public PostgresHistory History { get; }

    /// <summary>Status, partitions, retention.</summary>
    public PostgresAdmin Admin { get; }

    /// <summary>Opens a pool; connects only when something is asked of it.</summary>
    /// <param name="connectionString">Npgsql's; limits that it does not set get defaults.</param>
    /// <param name="time">The clock of polling; the system's when null.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: not a connection string.</exception>
    public static PostgresStorage Open(string connectionString, TimeProvider? time = null) =>
        Open(new PostgresOptions { ConnectionString = connectionString }, time);

    /// <summary>Opens a pool, and one for the replica where there is one; connects only when something is asked of them.</summary>
    /// <param name="options">Where PostgreSQL is.</param>
    /// <param name="time">The clock of polling; the system's when null.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: not a connection string.</exception>
    public static PostgresStorage Open(PostgresOptions options, TimeProvider? time = null) => new(options, time ?? TimeProvider.System);

    /// <summary>Brings the schema up to date. Processes may do it at the same time.</summary>
    public Task MigrateAsync(CancellationToken cancellationToken) => new Migrator(_database).MigrateAsync(cancellationToken);

    /// <summary>Waits until this process is the only one that takes live bars. From then on it writes to <see cref="Bars"/> only while it is.</summary>
    public Task<IngestLease> AcquireIngestAsync(IngestLeaseRequest request, CancellationToken cancellationToken) =>
        AcquireIngestAsync(LeaseTimes.Of(request.Length), request.Held, cancellationToken);

    internal async Task<IngestLease> AcquireIngestAsync(LeaseTimes times, Action<long> held, CancellationToken cancellationToken)
    {
        var lease = await IngestLease.AcquireAsync(_alone, times, held, _time, cancellationToken);
        ((PostgresBarStore)Bars).Fence(new LeaseFence(lease.Epoch, times.Silence));
        return lease;
    }

    /// <summary>Closes the pools.</summary>
    public async ValueTask DisposeAsync()
    {
        await (_replica?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _alone.DisposeAsync();
        await _database.DisposeAsync();
    }
}
