namespace Bqx.Storage;

/// <summary>Size of a table.</summary>
/// <param name="Name">Name without the schema.</param>
/// <param name="Rows">Rows, as PostgreSQL estimates them.</param>
/// <param name="Bytes">Bytes on disk, indices included.</param>
/// <param name="Partitions">Leaves; 0 where it is not partitioned.</param>
/// <param name="Months">Months that have leaves, in order.</param>
public sealed record TableStatus(string Name, long Rows, long Bytes, int Partitions, IReadOnlyList<MonthStatus> Months);
