using Bqx.Core;

namespace Bqx.Plugins.NoOp;

/// <summary>Says the same of every row; BQX is its version × 10⁻⁶, so that a reader can tell which version answered.</summary>
public sealed class NoOpModel(int version) : IModel
{
    /// <summary>Forecast of BQX by the package of a version.</summary>
    public static float BqxOf(int version) => version * 1e-6f;

    /// <summary>What the package of a version says of every row.</summary>
    public static ModelOutput OutputOf(int version)
    {
        var output = new ModelOutput { Bqx = BqxOf(version), LogRv = -7f };
        var regime = default(RegimeProbabilities);
        for (var k = 0; k < RegimeProbabilities.Count; k++)
        {
            regime[k] = 1f / RegimeProbabilities.Count;
        }

        output.Regime = regime;
        return output;
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlyMemory<float> rows, Span<float> outputs)
    {
        var output = OutputOf(version);
        for (var row = 0; row < outputs.Length; row += ModelOutput.Count)
        {
            ModelOutput.Numbers(new Span<ModelOutput>(ref output)).CopyTo(outputs[row..]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
