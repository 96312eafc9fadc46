using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Parquet.DuckDb;

namespace Bqx.Parquet;

/// <summary>Looks into Parquet files.</summary>
public sealed class ParquetReader : IDisposable
{
    private readonly Database _database = new();

    /// <summary>Key-value metadata of a file.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: it is not a Parquet file.</exception>
    public IReadOnlyDictionary<string, string> Metadata(string path) => _database
        .Query($"SELECT decode(key), decode(value) FROM parquet_kv_metadata({Database.Literal(path)})")
        .ToDictionary(row => row[0] ?? "", row => row[1] ?? "", StringComparer.Ordinal);

    /// <summary>Rows of a query as text. Files are named in it as <c>read_parquet('…')</c>.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: the query failed.</exception>
    public ImmutableArray<ImmutableArray<string?>> Query(string sql) => _database.Query(sql);

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();
}
