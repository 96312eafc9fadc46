using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Multitask;

/// <summary>The fitted nets of several pairs.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Heads">One a pair.</param>
public sealed record PairHeads(string Name, ImmutableArray<FittedHeads> Heads)
{
    private const int ChunkRows = 2048;

    /// <summary>
    /// Forecasts for consecutive rows, by the graphs that serve. A row of a pair without a net gets the martingale, NaN for log RV and equal
    /// probabilities.
    /// </summary>
    /// <param name="data">Where the rows are.</param>
    /// <param name="embeddings">Of those rows at least; null for nets without them.</param>
    /// <param name="rows">Which.</param>
    /// <param name="threads">Pairs side by side.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public ModelOutput[] Predict(
        TrainingData data, RowEmbeddings? embeddings, RowRange rows, int threads, CancellationToken cancellationToken)
    {
        var outputs = new ModelOutput[rows.Count];
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = Nothing(data.Matrix[rows.First + i].Martingale);
        }

        SideBySide.Run(Heads.Length, threads, i => Predict(data, embeddings, rows, Heads[i], outputs), cancellationToken);
        return outputs;
    }

    private static void Predict(TrainingData data, RowEmbeddings? embeddings, RowRange rows, FittedHeads heads, ModelOutput[] outputs)
    {
        var width = heads.Scaling.Means.Length;
        var model = ServingGraph.Write(data.Target, data.Matrix.Schema, heads.Scaling, heads.Heads);
        using var session = new ServingSession(model, width);
        foreach (var chunk in data.RowsOf(rows, heads.Pair).Chunk(ChunkRows))
        {
            var values = new float[chunk.Length * width];
            for (var i = 0; i < chunk.Length; i++)
            {
                var row = values.AsSpan(i * width, width);
                data.ReadRaw(chunk[i], row);
                embeddings?[chunk[i]].CopyTo(row[data.Matrix.Columns..]);
            }

            var results = new ModelOutput[chunk.Length];
            session.Predict(values, results);
            for (var i = 0; i < chunk.Length; i++)
            {
                outputs[chunk[i] - rows.First] = results[i];
            }
        }
    }

    private static ModelOutput Nothing(float martingale)
    {
        var classes = default(RegimeProbabilities);
        ((Span<float>)classes).Fill(1f / RegimeProbabilities.Count);
        return new ModelOutput { Bqx = martingale, LogRv = float.NaN, Regime = classes };
    }
}
