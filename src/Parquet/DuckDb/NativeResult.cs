using System.Runtime.InteropServices;

namespace Bqx.Parquet.DuckDb;

/// <summary><c>duckdb_result</c>: six words that only the library reads.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    private nint _columns;
    private nint _rows;
    private nint _changed;
    private nint _columnData;
    private nint _error;
    private nint _internal;
}
