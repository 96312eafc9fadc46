using Bqx.Core;

namespace Bqx.Storage;

/// <summary>A month of a pair that retention drops.</summary>
/// <param name="Table">Name of the partitioned table without the schema.</param>
/// <param name="Pair">The pair.</param>
/// <param name="Month">Such as <c>2017_01</c>.</param>
/// <param name="Bytes">Bytes on disk.</param>
public sealed record DroppedPartition(string Table, Pair Pair, string Month, long Bytes);
