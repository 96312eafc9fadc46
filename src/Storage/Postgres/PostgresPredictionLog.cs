using Bqx.Core;
using Npgsql;
using NpgsqlTypes;

namespace Bqx.Storage;

/// <summary>
/// Predictions as they were first published: one that is computed again for the same bar and model leaves the first in place, since
/// that is what clients acted on.
/// </summary>
internal sealed class PostgresPredictionLog(Database database, Leaves leaves) : IPredictionLog
{
    private static readonly IReadOnlyList<(string Column, NpgsqlDbType Type, Func<PairPrediction, object> Value)> Columns =
    [
        ("pair", NpgsqlDbType.Text, p => p.Pair.Name),
        ("ts", NpgsqlDbType.TimestampTz, p => p.Close.ToDateTime()),
        ("model", NpgsqlDbType.Text, p => p.Model.Name),
        ("version", NpgsqlDbType.Integer, p => p.Model.Version),
        ("target", NpgsqlDbType.Text, p => p.Target.ToString()),
        ("price", NpgsqlDbType.Double, p => p.Price),
        ("bqx", NpgsqlDbType.Double, p => p.Bqx),
        ("martingale_bqx", NpgsqlDbType.Double, p => p.MartingaleBqx),
        ("interval_level", NpgsqlDbType.Real, p => (float)p.BqxInterval.Level),
        ("bqx_low", NpgsqlDbType.Double, p => p.BqxInterval.Low),
        ("bqx_high", NpgsqlDbType.Double, p => p.BqxInterval.High),
        ("log_rv", NpgsqlDbType.Double, p => p.LogRv),
        ("log_rv_low", NpgsqlDbType.Double, p => p.LogRvInterval.Low),
        ("log_rv_high", NpgsqlDbType.Double, p => p.LogRvInterval.High),
        ("regime", NpgsqlDbType.Array | NpgsqlDbType.Real, p => Regime(p.Regime)),
        ("high_vol", NpgsqlDbType.Boolean, p => p.HighVol),
        ("sigma", NpgsqlDbType.Double, p => p.Sigma),
        ("expected_return", NpgsqlDbType.Double, p => p.ExpectedReturn),
        ("signal", NpgsqlDbType.Text, p => p.Signal.ToString().ToLowerInvariant()),
        ("signal_threshold", NpgsqlDbType.Double, p => p.SignalThreshold),
        ("orientation", NpgsqlDbType.Text, p => p.Orientation.ToString().ToLowerInvariant()),
        ("model_digest", NpgsqlDbType.Bytea, p => p.ModelDigest.Bytes.ToArray()),
        ("feature_fingerprint", NpgsqlDbType.Bytea, p => p.FeatureFingerprint.Bytes.ToArray()),
        ("flags", NpgsqlDbType.Integer, p => (int)p.Flags),
        ("published_at", NpgsqlDbType.TimestampTz, p => p.PublishedAt.UtcDateTime),
    ];

    private static readonly string Insert =
        $"insert into bqx.prediction ({string.Join(", ", Columns.Select(column => column.Column))}) values "
        + $"({string.Join(", ", Columns.Select((column, i) => column.Column == "pair" ? $"${i + 1}::bqx.pair" : $"${i + 1}"))}) "
        + "on conflict do nothing";

    public async Task WriteAsync(IReadOnlyList<PairPrediction> predictions, CancellationToken cancellationToken)
    {
        if (predictions.Count == 0)
        {
            return;
        }

        await leaves.EnsureAsync(PartitionedTable.Predictions, predictions.Select(p => (p.Pair, p.Close)), cancellationToken);
        await database.RunAsync(
            async connection =>
            {
                // One round trip and one transaction, however many rows.
                await using var batch = new NpgsqlBatch(connection);
                foreach (var prediction in predictions)
                {
                    batch.BatchCommands.Add(Command(prediction));
                }

                await batch.ExecuteNonQueryAsync(cancellationToken);
            },
            cancellationToken);
    }

    private static float[] Regime(RegimeProbabilities regime) => ((ReadOnlySpan<float>)regime).ToArray();

    private static NpgsqlBatchCommand Command(PairPrediction prediction)
    {
        var command = new NpgsqlBatchCommand(Insert);
        foreach (var (_, type, value) in Columns)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value(prediction), NpgsqlDbType = type });
        }

        return command;
    }
}
