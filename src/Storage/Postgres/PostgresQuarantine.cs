using System.Text;
using Bqx.Core;
using Npgsql;

namespace Bqx.Storage;

/// <summary>Rows of <c>bqx.quarantine</c>.</summary>
internal sealed class PostgresQuarantine(Database database) : IQuarantine
{
    private const int MaxSource = 400;

    public Task WriteAsync(IReadOnlyList<QuarantinedRow> rows, CancellationToken cancellationToken) =>
        database.RunAsync(connection => CopyAsync(connection, rows, cancellationToken), cancellationToken);

    /// <summary>Appends rows on a connection, in its transaction where it has one.</summary>
    public static async Task CopyAsync(NpgsqlConnection connection, IEnumerable<QuarantinedRow> rows, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginTextImportAsync(
            "copy bqx.quarantine (pair, ts, reason, source, line, raw, import_id) from stdin (format csv)", cancellationToken);
        foreach (var row in rows)
        {
            var line = string.Join(
                ',',
                row.Pair?.Name,
                row.Close?.ToString(),
                RejectionNames.Of(row.Reason),
                Quote(row.Source, MaxSource),
                row.Line.ToString(),
                Quote(row.Raw, QuarantinedRow.MaxRaw),
                row.Import?.ToString());
            await copy.WriteAsync((line + "\n").AsMemory(), cancellationToken);
        }
    }

    public Task<IReadOnlyList<QuarantinedRow>> ReadAsync(QuarantineQuery query, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<QuarantinedRow>>(
            async connection =>
            {
                await using var command = new NpgsqlCommand(
                    $"""
                    select pair::text, ts, reason::text, source, line, raw, seen_at, import_id from bqx.quarantine
                    where {(query.Pair is { } pair ? $"pair = '{pair}'" : "true")}
                        and {(query.Reason is { } reason ? $"reason = '{RejectionNames.Of(reason)}'" : "true")}
                    order by id desc limit $1
                    """,
                    connection)
                {
                    Parameters = { new() { Value = query.Limit } },
                };
                var rows = new List<QuarantinedRow>();
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    rows.Add(Read(reader));
                }

                return rows;
            },
            cancellationToken);

    public Task<IReadOnlyList<QuarantineCount>> CountAsync(CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<QuarantineCount>>(
            async connection =>
            {
                await using var command = new NpgsqlCommand(
                    "select pair::text, reason::text, count(*) from bqx.quarantine group by pair, reason order by pair, reason", connection);
                var counts = new List<QuarantineCount>();
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    counts.Add(new QuarantineCount(PairOf(reader), RejectionNames.Parse(reader.GetString(1)), reader.GetInt64(2)));
                }

                return counts;
            },
            cancellationToken);

    private static QuarantinedRow Read(NpgsqlDataReader reader) => new(
        PairOf(reader),
        reader.IsDBNull(1) ? null : Minute.Floor(reader.GetFieldValue<DateTimeOffset>(1)),
        RejectionNames.Parse(reader.GetString(2)),
        reader.GetString(3),
        reader.GetInt64(4),
        reader.GetString(5))
    {
        SeenAt = reader.GetFieldValue<DateTimeOffset>(6),
        Import = reader.IsDBNull(7) ? null : reader.GetInt64(7),
    };

    private static Pair? PairOf(NpgsqlDataReader reader) => reader.IsDBNull(0) ? null : Pair.Parse(reader.GetString(0));

    // A quoted field of CSV; PostgreSQL's text holds anything but NUL.
    private static string Quote(string text, int limit)
    {
        var field = new StringBuilder(text, 0, Math.Min(text.Length, limit), limit + 8);
        return '"' + field.Replace('\0', '?').Replace("\"", "\"\"").ToString() + '"';
    }
}
