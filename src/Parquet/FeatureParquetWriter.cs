using Bqx.Core;
using Bqx.Parquet.DuckDb;

namespace Bqx.Parquet;

/// <summary>
/// Writes feature vectors of one pair and month to one Parquet file: <c>ts</c> (bar close, UTC), <c>close</c> (price), <c>filled</c>,
/// <c>stale</c>, then the features as 32-bit floats. What identifies them stands in the file's key-value metadata. The file appears
/// whole, by a rename.
/// </summary>
public sealed class FeatureParquetWriter : IDisposable
{
    private const string Table = "features";
    private const int FixedColumns = 4;
    private const long MicrosecondsAMinute = 60_000_000;

    private readonly Database _database = new();
    private readonly ChunkAppender _rows;
    private readonly Pair _pair;
    private readonly int _width;

    /// <param name="pair">The pair of all rows.</param>
    /// <param name="names">Feature names, in vector order: letters, digits and underscores.</param>
    public FeatureParquetWriter(Pair pair, IReadOnlyList<string> names)
    {
        (_pair, _width) = (pair, names.Count);
        _database.Execute("SET threads = 1");
        _database.Execute(
            $"CREATE TABLE {Table} (ts TIMESTAMPTZ, close DOUBLE, filled BOOLEAN, stale BOOLEAN, {string.Join(", ", names.Select(name => $"\"{name}\" FLOAT"))})");
        _rows = new ChunkAppender(
            _database,
            Table,
            [NativeType.TimestampWithZone, NativeType.Double, NativeType.Boolean, NativeType.Boolean, .. names.Select(_ => NativeType.Float)]);
    }

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a row; rows come in time order.</summary>
    /// <param name="close">Bar close.</param>
    /// <param name="ticks">Its last price.</param>
    /// <param name="flags">What to know about the vector.</param>
    /// <param name="values">The vector.</param>
    public void Add(Minute close, int ticks, VectorFlags flags, ReadOnlySpan<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, _width);
        _rows.Set(0, close.Value * MicrosecondsAMinute);
        _rows.Set(1, (double)ticks / _pair.TicksPerUnit);
        _rows.Set(2, flags.HasFlag(VectorFlags.Filled));
        _rows.Set(3, flags.HasFlag(VectorFlags.Stale));
        for (var i = 0; i < values.Length; i++)
        {
            _rows.Set(FixedColumns + i, values[i]);
        }

        _rows.EndRow();
        Count++;
    }

    /// <summary>Writes the file and ends the writer's work.</summary>
    /// <param name="path">Where the file appears; its folder exists.</param>
    /// <param name="metadata">Key-value metadata of the file.</param>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>: the file cannot be written.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string> metadata)
    {
        _rows.Complete();
        var partial = path + ".partial";
        var entries = string.Join(", ", metadata.Select(entry => $"{entry.Key}: {Database.Literal(entry.Value)}"));
        var clause = entries.Length > 0 ? $", KV_METADATA {{{entries}}}" : "";
        _database.Execute(
            $"COPY {Table} TO {Database.Literal(partial)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1{clause})");
        File.Move(partial, path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _database.Dispose();
    }
}
