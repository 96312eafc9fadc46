using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;

namespace Bqx.Learning.Training;

/// <summary>Rows of a block as a network with three heads reads them: scaled features, residual, standardised volatility, class.</summary>
internal sealed class MultitaskSource(TrainingData data, RowRange block, VolatilityScale scale) : IBatchSource
{
    public int Rows => block.Count;

    public void Fill(ReadOnlySpan<int> rows, BatchBuffers buffers)
    {
        var features = buffers[MultitaskNetwork.Features];
        for (var i = 0; i < rows.Length; i++)
        {
            data.ReadScaled(block.First + rows[i], features.AsSpan(i * data.Matrix.Columns));
        }

        if (buffers.Find(MultitaskNetwork.BqxTarget) is { } residuals)
        {
            FillTargets(rows, residuals, buffers[MultitaskNetwork.LogRvTarget], buffers[MultitaskNetwork.RegimeTarget]);
        }
    }

    private void FillTargets(ReadOnlySpan<int> rows, float[] residuals, float[] volatilities, float[] classes)
    {
        Array.Clear(classes);
        for (var i = 0; i < rows.Length; i++)
        {
            var target = data.TargetOf(block.First + rows[i]);
            residuals[i] = target.Residual;
            volatilities[i] = scale.Standardise(target.Volatility);
            classes[(i * RegimeProbabilities.Count) + target.Class] = 1;
        }
    }
}
