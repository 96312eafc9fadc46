using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>A whole model: one graph for all pairs, or an encoder with a head for each.</summary>
internal interface IPredictor : IDisposable
{
    /// <summary>Predicts rows of known pairs.</summary>
    /// <param name="features">Row-major.</param>
    /// <param name="pairs">The pair of each row.</param>
    /// <param name="outputs">One element a row.</param>
    void Predict(ReadOnlyMemory<float> features, ReadOnlySpan<Pair> pairs, Span<ModelOutput> outputs);

    /// <summary>Runs one of its graphs as <see cref="IModel.Predict"/> does.</summary>
    /// <param name="part">0: the only graph, or the encoder; then the heads in pair order.</param>
    /// <param name="rows">Row-major.</param>
    /// <param name="outputs">Row-major.</param>
    void Run(int part, ReadOnlyMemory<float> rows, Span<float> outputs);
}
