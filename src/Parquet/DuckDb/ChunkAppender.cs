using Bqx.Core;

namespace Bqx.Parquet.DuckDb;

/// <summary>Appends rows to a table through one chunk of the library's own memory: columns are written in place.</summary>
internal sealed unsafe class ChunkAppender : IDisposable
{
    private readonly nint[] _columns;
    private readonly ulong _capacity = NativeMethods.VectorSize();
    private nint _appender;
    private nint _chunk;
    private ulong _rows;

    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>.</exception>
    public ChunkAppender(Database database, string table, IReadOnlyList<NativeType> types)
    {
        if (NativeMethods.CreateAppender(database.Connection, null, table, out _appender) != 0)
        {
            throw new FaultException(Fault.StorageUnavailable, $"DuckDB: {Database.Text(NativeMethods.AppenderError(_appender))}");
        }

        var logical = types.Select(NativeMethods.CreateType).ToArray();
        _chunk = NativeMethods.CreateChunk(logical, (ulong)logical.Length);
        for (var i = 0; i < logical.Length; i++)
        {
            NativeMethods.DestroyType(ref logical[i]);
        }

        _columns = new nint[types.Count];
        FindColumns();
    }

    /// <summary>Sets a cell of the row that <see cref="EndRow"/> completes.</summary>
    public void Set<T>(int column, T value)
        where T : unmanaged => ((T*)_columns[column])[_rows] = value;

    public void EndRow()
    {
        if (++_rows == _capacity)
        {
            Flush();
        }
    }

    /// <summary>Appends what the chunk holds and closes: the table then has every row.</summary>
    public void Complete()
    {
        Flush();
        if (NativeMethods.DestroyAppender(ref _appender) != 0)
        {
            throw new FaultException(Fault.StorageUnavailable, "DuckDB could not take all rows.");
        }
    }

    public void Dispose()
    {
        if (_appender != 0)
        {
            _ = NativeMethods.DestroyAppender(ref _appender);
        }

        NativeMethods.DestroyChunk(ref _chunk);
    }

    private void Flush()
    {
        NativeMethods.SetChunkSize(_chunk, _rows);
        if (_rows > 0 && NativeMethods.AppendChunk(_appender, _chunk) != 0)
        {
            throw new FaultException(Fault.StorageUnavailable, $"DuckDB: {Database.Text(NativeMethods.AppenderError(_appender))}");
        }

        NativeMethods.ResetChunk(_chunk);
        _rows = 0;
        FindColumns();
    }

    // A reset may hand out other memory.
    private void FindColumns()
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i] = NativeMethods.VectorData(NativeMethods.ChunkVector(_chunk, (ulong)i));
        }
    }
}
