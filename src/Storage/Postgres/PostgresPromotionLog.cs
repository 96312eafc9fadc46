using Bqx.Core;
using Npgsql;
using NpgsqlTypes;

namespace Bqx.Storage;

/// <summary>The log of promotions.</summary>
internal sealed class PostgresPromotionLog(Database database) : IPromotionLog
{
    private const int TextLength = 1_000;

    public Task AddAsync(PromotionEntry entry, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                "insert into bqx.promotion (label, model, previous, judgement, forced, statistic) values ($1, $2, $3, $4, $5, $6)",
                connection);
            Add(command, entry.Label, NpgsqlDbType.Text);
            Add(command, entry.Model.ToString(), NpgsqlDbType.Text);
            Add(command, entry.Previous?.ToString(), NpgsqlDbType.Text);
            Add(command, Cut(entry.Judgement), NpgsqlDbType.Text);
            Add(command, Cut(entry.Forced), NpgsqlDbType.Text);
            Add(command, entry.Statistic, NpgsqlDbType.Double);
            await command.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    public Task<IReadOnlyList<PromotionEntry>> ListAsync(string? label, int limit, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<PromotionEntry>>(
            async connection =>
            {
                await using var command = new NpgsqlCommand(
                    """
                    select label, model::text, previous::text, judgement, forced, statistic, at from bqx.promotion
                    where $1 is null or label = $1 order by id desc limit $2
                    """,
                    connection);
                Add(command, label, NpgsqlDbType.Text);
                Add(command, limit, NpgsqlDbType.Integer);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                var entries = new List<PromotionEntry>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    entries.Add(Read(reader));
                }

                return entries;
            },
            cancellationToken);

    private static PromotionEntry Read(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        Model(reader, 1)!,
        Model(reader, 2),
        reader.GetString(3),
        reader.IsDBNull(4) ? null : reader.GetString(4),
        reader.IsDBNull(5) ? null : reader.GetDouble(5))
    {
        At = reader.GetFieldValue<DateTimeOffset>(6),
    };

    private static ModelId? Model(NpgsqlDataReader reader, int column) =>
        !reader.IsDBNull(column) && ModelId.TryParse(reader.GetString(column), out var id) ? id : null;

    private static void Add(NpgsqlCommand command, object? value, NpgsqlDbType type) =>
        command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });

    private static string? Cut(string? text) => text is { Length: > TextLength } ? text[..TextLength] : text;
}
