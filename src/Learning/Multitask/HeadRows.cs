using Bqx.Core;
using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;

namespace Bqx.Learning.Multitask;

/// <summary>Chosen rows as inputs and targets of a multi-task net, or of its single-task twin.</summary>
internal sealed class HeadRows(HeadInputs inputs, int[] rows) : IBatchSource
{
    public int Rows => rows.Length;

    public void Fill(ReadOnlySpan<int> indices, BatchBuffers buffers)
    {
        var features = buffers[MultitaskNetwork.Features];
        var residuals = buffers.Find(MultitaskNetwork.BqxTarget);
        var volatilities = buffers.Find(MultitaskNetwork.LogRvTarget);
        var classes = buffers.Find(MultitaskNetwork.RegimeTarget);
        Array.Clear(classes ?? []);
        for (var i = 0; i < indices.Length; i++)
        {
            var row = rows[indices[i]];
            var x = features.AsSpan(i * inputs.Width, inputs.Width);
            inputs.Fill(row, x);
            if (residuals is not null)
            {
                residuals[i] = inputs.Data.TargetOf(row).Residual;
            }

            if (volatilities is not null)
            {
                volatilities[i] = inputs.Remainder(row, x);
            }

            if (classes is not null)
            {
                classes[(i * RegimeProbabilities.Count) + inputs.Data.TargetOf(row).Class] = 1;
            }
        }
    }
}
