using Bqx.Learning.Neural;
using Bqx.Learning.Training;

namespace Bqx.Learning.Embeddings;

/// <summary>Scaled features of chosen rows, for a network that reads nothing else.</summary>
internal sealed class ScaledRows(TrainingData data, int[] rows, string input) : IBatchSource
{
    public int Rows => rows.Length;

    public void Fill(ReadOnlySpan<int> indices, BatchBuffers buffers)
    {
        var (features, columns) = (buffers[input], data.Matrix.Columns);
        for (var i = 0; i < indices.Length; i++)
        {
            data.ReadScaled(rows[indices[i]], features.AsSpan(i * columns, columns));
        }
    }
}
