using System.Collections.Immutable;
using System.Text.Json;
using Bqx.Core;
using Npgsql;
using NpgsqlTypes;

namespace Bqx.Storage;

/// <summary>The ledger of trials.</summary>
internal sealed class PostgresTrialLedger(Database database) : ITrialLedger
{
    private const string Columns =
        """
        study, plan, kind, pair, target, fold, train_from, train_to, test_from, test_to, seed, parameters, metrics, skill, sharpe,
        observations, skewness, kurtosis, feature_fingerprint, data_digest, code_version, started_at, ended_at
        """;

    public Task AddAsync(Trial trial, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                $"""
                insert into bqx.trial ({Columns}) values (
                    $1, $2, $3, $4::text::bqx.pair, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
                """,
                connection);
            AddParameters(command.Parameters, trial);
            await command.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    public Task<IReadOnlyList<Trial>> ListAsync(string study, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<Trial>>(
            async connection =>
            {
                await using var command = new NpgsqlCommand(
                    $"select {Columns.Replace("pair,", "pair::text,")} from bqx.trial where study = $1 order by id", connection)
                {
                    Parameters = { new() { Value = study } },
                };
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                var trials = new List<Trial>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    trials.Add(Read(reader));
                }

                return trials;
            },
            cancellationToken);

    private static void AddParameters(NpgsqlParameterCollection parameters, Trial trial)
    {
        Add(trial.Study, NpgsqlDbType.Text);
        Add(trial.Plan.Bytes.ToArray(), NpgsqlDbType.Bytea);
        Add(trial.Kind, NpgsqlDbType.Text);
        Add(trial.Pair?.Name, NpgsqlDbType.Text);
        Add(trial.Target, NpgsqlDbType.Text);
        Add(trial.Fold, NpgsqlDbType.Integer);
        Add(trial.TrainFrom.ToDateTime(), NpgsqlDbType.TimestampTz);
        Add(trial.TrainTo.ToDateTime(), NpgsqlDbType.TimestampTz);
        Add(trial.TestFrom.ToDateTime(), NpgsqlDbType.TimestampTz);
        Add(trial.TestTo.ToDateTime(), NpgsqlDbType.TimestampTz);
        Add(trial.Seed, NpgsqlDbType.Bigint);
        Add(Write(trial.Parameters), NpgsqlDbType.Jsonb);
        Add(Write(trial.Metrics), NpgsqlDbType.Jsonb);
        Add(trial.Skill, NpgsqlDbType.Double);
        Add(trial.Sharpe, NpgsqlDbType.Double);
        Add(trial.Observations, NpgsqlDbType.Integer);
        Add(trial.Skewness, NpgsqlDbType.Double);
        Add(trial.Kurtosis, NpgsqlDbType.Double);
        Add(trial.FeatureFingerprint.Bytes.ToArray(), NpgsqlDbType.Bytea);
        Add(trial.DataDigest.Bytes.ToArray(), NpgsqlDbType.Bytea);
        Add(trial.CodeVersion, NpgsqlDbType.Text);
        Add(trial.StartedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
        Add(trial.EndedAt.UtcDateTime, NpgsqlDbType.TimestampTz);

        void Add(object? value, NpgsqlDbType type) => parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    private static Trial Read(NpgsqlDataReader reader)
    {
        return new Trial
        {
            Study = reader.GetString(0),
            Plan = Digest(1),
            Kind = reader.GetString(2),
            Pair = reader.IsDBNull(3) ? null : Pair.Parse(reader.GetString(3)),
            Target = reader.GetString(4),
            Fold = reader.GetInt32(5),
            TrainFrom = Time(6),
            TrainTo = Time(7),
            TestFrom = Time(8),
            TestTo = Time(9),
            Seed = reader.GetInt64(10),
            Parameters = Parse(reader.GetString(11)),
            Metrics = Parse(reader.GetString(12)),
            Skill = Number(13),
            Sharpe = Number(14),
            Observations = reader.IsDBNull(15) ? null : reader.GetInt32(15),
            Skewness = Number(16),
            Kurtosis = Number(17),
            FeatureFingerprint = Digest(18),
            DataDigest = Digest(19),
            CodeVersion = reader.GetString(20),
            StartedAt = reader.GetFieldValue<DateTimeOffset>(21),
            EndedAt = reader.GetFieldValue<DateTimeOffset>(22),
        };

        Digest Digest(int column) => new(reader.GetFieldValue<byte[]>(column));

        Minute Time(int column) => Minute.Floor(reader.GetFieldValue<DateTimeOffset>(column));

        double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
    }

    private static string Write(ImmutableSortedDictionary<string, double> values) => JsonSerializer.Serialize(values);

    private static ImmutableSortedDictionary<string, double> Parse(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, double>>(json)!.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
