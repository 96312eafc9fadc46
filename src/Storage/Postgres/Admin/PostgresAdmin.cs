using Bqx.Core;

namespace Bqx.Storage;

/// <summary>Care of a database.</summary>
public sealed class PostgresAdmin
{
    private readonly StatusReader _status;
    private readonly Retention _retention;
    private readonly Leaves _leaves;
    private readonly ReplicaReads? _replica;

    internal PostgresAdmin(Database database, Leaves leaves, ReplicaReads? replica)
    {
        _status = new StatusReader(database);
        _retention = new Retention(database, new PostgresBarStore(database, leaves, database));
        _leaves = leaves;
        _replica = replica;
    }

    /// <summary>What it holds, as far as that is known without reading rows.</summary>
    public async Task<DatabaseStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        await _status.ReadAsync(_replica is null ? null : await _replica.GetStatusAsync(cancellationToken), cancellationToken);

    /// <summary>Creates the partitions that live writing needs, for the month of an instant and the next.</summary>
    public Task EnsureLivePartitionsAsync(Minute now, CancellationToken cancellationToken) =>
        _leaves.EnsureAheadAsync([PartitionedTable.Bars, PartitionedTable.Predictions], now, cancellationToken);

    /// <summary>Creates the partitions of all tables, for the month of an instant and the next.</summary>
    public Task EnsurePartitionsAsync(Minute now, CancellationToken cancellationToken) =>
        _leaves.EnsureAheadAsync(PartitionedTable.All, now, cancellationToken);

    /// <summary>Which months retention would drop.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: fewer months are kept than can be.</exception>
    public Task<IReadOnlyList<DroppedPartition>> PlanRetentionAsync(RetentionOptions options, CancellationToken cancellationToken) =>
        _retention.PlanAsync(options, cancellationToken);

    /// <summary>Drops them.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: fewer months are kept than can be.</exception>
    public Task<IReadOnlyList<DroppedPartition>> ApplyRetentionAsync(RetentionOptions options, CancellationToken cancellationToken) =>
        _retention.ApplyAsync(options, cancellationToken);
}
