using System.Buffers.Binary;
using System.Collections.Immutable;
using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>Reads rows of feature tables by binary COPY, row by row.</summary>
internal sealed class FeatureTableReader(IReads database)
{
    public Task<FeatureTable> ReadAsync(FeatureTableQuery query, CancellationToken cancellationToken)
    {
        var table = PartitionedTable.Feature(query.Table);
        return database.RunAsync(
            async connection =>
            {
                var known = await KnownColumnsAsync(connection, table, cancellationToken);
                var columns = query.Columns.Select(column => known.Contains(column) ? $"\"{column}\"" : "null::real");
                return await ReadAsync(connection, query, Sql(table, columns, query), cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>The statement that reads rows of a pair: pruned to the pair's months in the range.</summary>
    public static string Sql(PartitionedTable table, IEnumerable<string> columns, FeatureTableQuery query)
    {
        var origin = table.Origin is not null && query.Origin is { } digest ? $" and {table.Origin} = '\\x{digest}'" : "";
        return $"select {string.Join(", ", columns.Prepend("ts"))} from {table} where pair = '{query.Pair.Name}' "
            + $"and ts > '{query.After.ToSql()}' and ts <= '{query.UpTo.ToSql()}'{origin} order by ts";
    }

    // Names of the catalogue become SQL only when the table has them.
    private static async Task<HashSet<string>> KnownColumnsAsync(
        NpgsqlConnection connection, PartitionedTable table, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            "select attname::text from pg_attribute where attrelid = $1::regclass and atttypid = 'real'::regtype and not attisdropped", connection)
        {
            Parameters = { new() { Value = table.ToString() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetString(0));
        }

        return known;
    }

    private static async Task<FeatureTable> ReadAsync(
        NpgsqlConnection connection, FeatureTableQuery query, string sql, CancellationToken cancellationToken)
    {
        var stream = new MemoryStream();
        await using (var copy = await connection.BeginRawBinaryCopyAsync($"copy ({sql}) to stdout (format binary)", cancellationToken))
        {
            await copy.CopyToAsync(stream, cancellationToken);
        }

        return Decode(query, stream.GetBuffer().AsSpan(CopyBuffer.HeaderLength, (int)stream.Length - CopyBuffer.HeaderLength));
    }

    // Rows of: field count, then fields of a length (-1: null) and its bytes; a count of -1 ends the stream.
    private static FeatureTable Decode(FeatureTableQuery query, ReadOnlySpan<byte> rows)
    {
        var closes = ImmutableArray.CreateBuilder<Minute>();
        var values = new List<float>();
        while (BinaryPrimitives.ReadInt16BigEndian(rows) > 0)
        {
            var micros = BinaryPrimitives.ReadInt64BigEndian(rows[6..]);
            closes.Add(new Minute((int)(micros / CopyBuffer.MinuteMicroseconds) + CopyBuffer.EpochMinutes));
            rows = rows[14..];
            for (var i = 0; i < query.Columns.Length; i++)
            {
                var isNull = BinaryPrimitives.ReadInt32BigEndian(rows) < 0;
                values.Add(isNull ? float.NaN : BinaryPrimitives.ReadSingleBigEndian(rows[4..]));
                rows = rows[(isNull ? 4 : 8)..];
            }
        }

        return new FeatureTable(query.Table, query.Pair, query.Columns, closes.ToArray(), values.ToArray(), query.Origin);
    }
}
