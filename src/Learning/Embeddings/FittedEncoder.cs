using System.Collections.Immutable;
using System.Numerics.Tensors;
using Bqx.Learning.Datasets;
using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Onnx;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Embeddings;

/// <summary>A fitted encoder with the scaling of its training block. It runs the nodes that a package of it holds.</summary>
/// <param name="Name"><c>autoencoder</c> or <c>pca</c>.</param>
/// <param name="Scaling">What is done to each raw feature first.</param>
/// <param name="Model">Encoder and decoder.</param>
/// <param name="BestEpoch">When the validation loss was smallest; 0 where there are no epochs.</param>
/// <param name="Curve">Loss by epoch; empty where there are none.</param>
public sealed record FittedEncoder(
    string Name, InputScaling Scaling, IEmbeddingModel Model, int BestEpoch, ImmutableArray<EpochReport> Curve)
{
    private int Features => Scaling.Means.Length;

    /// <summary>Embeddings of consecutive rows.</summary>
    /// <param name="data">Where the rows are.</param>
    /// <param name="rows">Which.</param>
    /// <param name="threads">How many batches run side by side.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public RowEmbeddings Encode(TrainingData data, RowRange rows, int threads, CancellationToken cancellationToken)
    {
        var points = new PointSet(new float[rows.Count * Model.Dimensions], Model.Dimensions);
        var graph = new OnnxGraphBuilder("encode");
        var embedding = Model.Write(graph, graph.Input(RowSession.Input, OnnxGraphBuilder.AnyRows, Features));
        graph.Output(embedding, RowSession.Output, OnnxGraphBuilder.AnyRows, Model.Dimensions);
        using var session = new RowSession(graph.ToBytes(), Features);
        session.Run(
            rows,
            ReaderOf(data),
            (first, _, outputs) => outputs.CopyTo(points.Values.AsSpan((first - rows.First) * Model.Dimensions)),
            threads,
            cancellationToken);
        return new RowEmbeddings(rows, points);
    }

    /// <summary>
    /// Share of the variance of the scaled features that the reconstruction explains: 1 − Σ(x − x̂)²/Σx² over rows and features. 0 is the
    /// mean of the training block.
    /// </summary>
    /// <param name="data">Where the rows are.</param>
    /// <param name="rows">Which.</param>
    /// <param name="threads">How many batches run side by side.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public double Explained(TrainingData data, RowRange rows, int threads, CancellationToken cancellationToken)
    {
        var graph = new OnnxGraphBuilder("reconstruct");
        var reconstruction = Model.WriteReconstruction(graph, graph.Input(RowSession.Input, OnnxGraphBuilder.AnyRows, Features));
        graph.Output(reconstruction, RowSession.Output, OnnxGraphBuilder.AnyRows, Features);
        using var session = new RowSession(graph.ToBytes(), Features);
        var errors = new double[rows.Count];
        var squares = new double[rows.Count];
        session.Run(
            rows,
            ReaderOf(data),
            (first, inputs, outputs) =>
            {
                for (var i = 0; i < outputs.Length / Features; i++)
                {
                    var x = inputs.AsSpan(i * Features, Features);
                    var distance = TensorPrimitives.Distance<float>(x, outputs.AsSpan(i * Features, Features));
                    errors[first - rows.First + i] = (double)distance * distance;
                    squares[first - rows.First + i] = TensorPrimitives.SumOfSquares<float>(x);
                }
            },
            threads,
            cancellationToken);
        var total = squares.Sum();
        return total > 0 ? 1 - (errors.Sum() / total) : 0;
    }

    private RowReader ReaderOf(TrainingData data) => (row, values) =>
    {
        data.ReadRaw(row, values);
        Scaling.Apply(values, values);
    };
}
