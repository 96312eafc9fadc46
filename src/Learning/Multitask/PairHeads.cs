using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Multitask;

/// <summary>The fitted nets of several pairs.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="IsSingleTask">Whether they forecast BQX alone.</param>
/// <param name="Heads">One a pair.</param>
public sealed record PairHeads(string Name, bool IsSingleTask, ImmutableArray<FittedHeads> Heads)
{
    private const int ChunkRows = 2048;

    /// <summary>
    /// Forecasts for consecutive rows, by the graphs that serve. A row of a pair without a net gets the martingale, the volatility that σ̂ says,
    /// and equal probabilities.
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
            outputs[i] = Nothing(data.Matrix[rows.First + i], data.Target);
        }

        SideBySide.Run(Heads.Length, threads, i => Predict(data, embeddings, rows, Heads[i], outputs), cancellationToken);
        return outputs;
    }

    /// <summary>Forecasts with intervals from the calibration block, as a judge takes them.</summary>
    /// <param name="data">Where the rows are.</param>
    /// <param name="embeddings">Of all rows of the fold; null for nets without them.</param>
    /// <param name="level">Nominal coverage of the intervals, such as 0.9.</param>
    /// <param name="threads">Pairs side by side.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public CalibratedForecasts Calibrate(
        TrainingData data, RowEmbeddings? embeddings, double level, int threads, CancellationToken cancellationToken) =>
        new(data, level, rows => Describe(data, Predict(data, embeddings, rows, threads, cancellationToken)));

    private ModelForecasts Describe(TrainingData data, ModelOutput[] outputs)
    {
        var forecasts = new ModelForecasts
        {
            Model = Name,
            Bqx = ImmutableDictionary<Target, float[]>.Empty.Add(data.Target, Array.ConvertAll(outputs, output => output.Bqx)),
        };
        return IsSingleTask
            ? forecasts
            : forecasts with { LogRv = Array.ConvertAll(outputs, output => output.LogRv), Regime = Classes(outputs) };
    }

    private static float[] Classes(ModelOutput[] outputs)
    {
        var classes = new float[outputs.Length * RegimeProbabilities.Count];
        for (var i = 0; i < outputs.Length; i++)
        {
            var regime = outputs[i].Regime;
            ((ReadOnlySpan<float>)regime).CopyTo(classes.AsSpan(i * RegimeProbabilities.Count));
        }

        return classes;
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

    private static ModelOutput Nothing(in Sample sample, Target target)
    {
        var classes = default(RegimeProbabilities);
        ((Span<float>)classes).Fill(1f / RegimeProbabilities.Count);
        var sigma = Math.Max(sample.Sigma, ServingGraph.SigmaFloor);
        return new ModelOutput
        {
            Bqx = sample.Martingale,
            LogRv = (float)Math.Log(sigma * Math.Sqrt(target.Horizon.Minutes)),
            Regime = classes,
        };
    }
}
