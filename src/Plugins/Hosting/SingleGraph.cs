using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>One graph that does not ask for the pair.</summary>
internal sealed class SingleGraph(IModel model) : IPredictor
{
    public void Predict(ReadOnlyMemory<float> features, ReadOnlySpan<Pair> pairs, Span<ModelOutput> outputs) =>
        model.Predict(features, ModelOutput.Numbers(outputs));

    public void Run(int part, ReadOnlyMemory<float> rows, Span<float> outputs) => model.Predict(rows, outputs);

    public void Dispose() => model.Dispose();
}
