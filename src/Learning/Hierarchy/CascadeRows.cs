using Bqx.Learning.Embeddings;
using Bqx.Learning.Neural;

namespace Bqx.Learning.Hierarchy;

/// <summary>Chosen rows as inputs and targets of a cascade.</summary>
/// <param name="inputs">What is read of a row.</param>
/// <param name="order">The targets.</param>
/// <param name="rows">Which rows.</param>
/// <param name="given">Scaled forecasts by chosen row and target; null where the net needs none.</param>
internal sealed class CascadeRows(FoldInputs inputs, HorizonOrder order, int[] rows, float[]? given) : IBatchSource
{
    public int Rows => rows.Length;

    public void Fill(ReadOnlySpan<int> indices, BatchBuffers buffers)
    {
        var features = buffers[CascadeNetwork.Features];
        var forecasts = buffers.Find(CascadeNetwork.Given);
        var residuals = buffers.Find(CascadeNetwork.Residuals);
        for (var i = 0; i < indices.Length; i++)
        {
            inputs.Fill(rows[indices[i]], features.AsSpan(i * inputs.Width, inputs.Width));
            if (given is not null && forecasts is not null)
            {
                given.AsSpan(indices[i] * order.Count, order.Count).CopyTo(forecasts.AsSpan(i * order.Count));
            }

            if (residuals is not null)
            {
                for (var k = 0; k < order.Count; k++)
                {
                    residuals[(i * order.Count) + k] = inputs.Data.Residual(rows[indices[i]], order.Indices[k]);
                }
            }
        }
    }
}
