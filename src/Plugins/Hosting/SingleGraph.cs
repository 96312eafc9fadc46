using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>One graph that does not ask for the pair.</summary>
internal sealed class SingleGraph(IModel model) : IPredictor
{
    public void Predict(ReadOnlyMemory<float> features, ReadOnlySpan<Pair> pairs, Span<ModelOutput> outputs) =>
        model.Predict(features, ModelOutput.Numbers(outputs));

    public void Dispose() => model.Dispose();
}
