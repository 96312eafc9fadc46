namespace Bqx.Storage;

/// <summary>What a database holds and who works in it.</summary>
/// <param name="Server">Version of PostgreSQL.</param>
/// <param name="Database">Name of the database.</param>
/// <param name="Version">Version of its schema; 0 where there is none.</param>
/// <param name="Pending">Migrations that this program would apply.</param>
/// <param name="Bytes">Size of the database.</param>
/// <param name="Tables">The tables of schema bqx.</param>
/// <param name="LastBars">The last bar of each pair that has one.</param>
/// <param name="Locks">Who holds or waits for the roles and locks of Bqx.</param>
/// <param name="Replica">The read replica; null where none is configured.</param>
public sealed record DatabaseStatus(
    string Server,
    string Database,
    int Version,
    IReadOnlyList<string> Pending,
    long Bytes,
    IReadOnlyList<TableStatus> Tables,
    IReadOnlyList<LastBar> LastBars,
    IReadOnlyList<LockHolder> Locks,
    ReplicaStatus? Replica);
