using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Bqx.Core;

namespace Bqx.Parquet.DuckDb;

/// <summary>A DuckDB database in memory with one connection. Not thread-safe.</summary>
internal sealed class Database : IDisposable
{
    private nint _database;
    private nint _connection;

    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: the native library is missing or does not start.</exception>
    public Database()
    {
        try
        {
            Check(NativeMethods.Open(null, out _database), "open a database");
            Check(NativeMethods.Connect(_database, out _connection), "connect");
        }
        catch (DllNotFoundException)
        {
            throw new FaultException(Fault.StorageUnavailable, "DuckDB's native library is not beside the program: it comes with 'npm ci' (Linux x64).");
        }
    }

    public nint Connection => _connection;

    /// <summary>A text as an SQL literal.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Runs a statement.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: the statement failed.</exception>
    public void Execute(string sql) => Query(sql);

    /// <summary>Runs a statement and returns all its rows as text; NULL is null.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: the statement failed.</exception>
    public ImmutableArray<ImmutableArray<string?>> Query(string sql)
    {
        var state = NativeMethods.Query(_connection, sql, out var result);
        try
        {
            return state == 0
                ? Rows(ref result)
                : throw new FaultException(Fault.StorageUnavailable, $"DuckDB: {Text(NativeMethods.ResultError(ref result))}");
        }
        finally
        {
            NativeMethods.DestroyResult(ref result);
        }
    }

    public void Dispose()
    {
        if (_connection != 0)
        {
            NativeMethods.Disconnect(ref _connection);
        }

        if (_database != 0)
        {
            NativeMethods.Close(ref _database);
        }
    }

    /// <summary>A text that the library owns.</summary>
    internal static string Text(nint pointer) => Marshal.PtrToStringUTF8(pointer) ?? "no reason given";

    private static ImmutableArray<ImmutableArray<string?>> Rows(ref NativeResult result)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string?>>();
        var (count, columns) = (NativeMethods.RowCount(ref result), NativeMethods.ColumnCount(ref result));
        for (var row = 0UL; row < count; row++)
        {
            var cells = ImmutableArray.CreateBuilder<string?>();
            for (var column = 0UL; column < columns; column++)
            {
                var value = NativeMethods.ValueText(ref result, column, row);
                cells.Add(value == 0 ? null : Marshal.PtrToStringUTF8(value));
                NativeMethods.Free(value);
            }

            rows.Add(cells.ToImmutable());
        }

        return rows.ToImmutable();
    }

    private static void Check(int state, string what)
    {
        if (state != 0)
        {
            throw new FaultException(Fault.StorageUnavailable, $"DuckDB could not {what}.");
        }
    }
}
