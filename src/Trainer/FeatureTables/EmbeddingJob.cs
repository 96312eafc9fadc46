using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;

namespace Bqx.Trainer.FeatureTables;

/// <summary>
/// Stores the embeddings of rows by pair in <c>bqx.autoencoder_embeddings</c>, a partition a month, each with the digest of its encoder. A row that was
/// stored with another encoder is replaced.
/// </summary>
internal sealed class EmbeddingJob(IFeatureStore features)
{
    /// <summary>Name of the table, without the schema.</summary>
    public const string Table = "autoencoder_embeddings";

    /// <summary>Names of its columns.</summary>
    public static readonly ImmutableArray<string> Columns = [.. Enumerable.Range(0, PcaTrainer.Dimensions).Select(i => $"e{i}")];

    /// <param name="matrix">Says of which pair and minute each row is.</param>
    /// <param name="embeddings">64 numbers a row.</param>
    /// <param name="encoder">Digest of the encoder's package.</param>
    /// <param name="cancellationToken">Stops it; what is stored stays.</param>
    /// <returns>How many rows were stored.</returns>
    public async Task<long> RunAsync(
        TrainingMatrix matrix, RowEmbeddings embeddings, Digest encoder, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(embeddings.Points.Dimensions, Columns.Length);
        var pairs = Enumerable.Range(embeddings.Rows.First, embeddings.Rows.Count).ToLookup(row => matrix[row].Pair);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(pairs, parallel, async (rows, token) =>
        {
            Minute[] closes = [.. rows.Select(row => matrix[row].Close)];
            var values = new float[closes.Length * Columns.Length];
            foreach (var (i, row) in rows.Index())
            {
                embeddings[row].CopyTo(values.AsSpan(i * Columns.Length));
            }

            await features.WriteTableAsync(new FeatureTable(Table, rows.Key, Columns, closes, values, encoder), token);
        });
        return embeddings.Rows.Count;
    }
}
