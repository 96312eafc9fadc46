namespace Bqx.Parquet.DuckDb;

/// <summary><c>duckdb_type</c>, as far as it is used.</summary>
internal enum NativeType
{
    Boolean = 1,
    Float = 10,
    Double = 11,

    /// <summary>Microseconds since 1970, UTC.</summary>
    TimestampWithZone = 31,
}
