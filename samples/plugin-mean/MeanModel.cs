using Bqx.Core;

namespace Bqx.Samples.Mean;

/// <summary>Holds nothing, so that it may be called from several threads at once.</summary>
internal sealed class MeanModel(int features) : IModel
{
    public void Predict(ReadOnlyMemory<float> rows, Span<float> outputs)
    {
        for (var row = 0; row < outputs.Length / ModelOutput.Count; row++)
        {
            var output = outputs.Slice(row * ModelOutput.Count, ModelOutput.Count);
            var mean = MeanOf(rows.Span.Slice(row * features, features));
            (output[0], output[1]) = (mean, -mean);
            output[2..].Fill(1f / RegimeProbabilities.Count);
        }
    }

    public void Dispose()
    {
    }

    private static float MeanOf(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return (float)(sum / values.Length);
    }
}
