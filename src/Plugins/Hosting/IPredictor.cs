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
}
