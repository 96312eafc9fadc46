using Bqx.Learning.Datasets;
using Bqx.Learning.Training;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Embeddings;

/// <summary>
/// Runs a graph from one matrix to another over rows, some batches side by side. A batch runs on one thread, so that results do not depend
/// on how many there are.
/// </summary>
internal sealed class RowSession : IDisposable
{
    public const string Input = "rows";
    public const string Output = "values";

    private const int BatchRows = 1024;
    private readonly InferenceSession _session;
    private readonly int _width;

    /// <param name="model">Bytes of the graph.</param>
    /// <param name="width">Numbers in a row that it reads.</param>
    public RowSession(byte[] model, int width)
    {
        _width = width;
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(model, options);
    }

    /// <summary>Runs.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="read">Writes a row.</param>
    /// <param name="take">Is handed the first row of a batch, what was read and what came out. Called by several threads.</param>
    /// <param name="threads">Batches side by side.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public void Run(RowRange rows, RowReader read, Action<int, float[], float[]> take, int threads, CancellationToken cancellationToken)
    {
        var batches = (rows.Count + BatchRows - 1) / BatchRows;
        SideBySide.Run(batches, threads, RunOne, cancellationToken);

        void RunOne(int batch)
        {
            var first = rows.First + (batch * BatchRows);
            var count = Math.Min(BatchRows, rows.End - first);
            var inputs = new float[count * _width];
            for (var i = 0; i < count; i++)
            {
                read(first + i, inputs.AsSpan(i * _width, _width));
            }

            take(first, inputs, RunBatch(inputs, count));
        }
    }

    public void Dispose() => _session.Dispose();

    private float[] RunBatch(float[] inputs, int count)
    {
        using var run = new RunOptions();
        using var tensor = OrtValue.CreateTensorValueFromMemory(inputs, [count, _width]);
        using var results = _session.Run(run, [Input], [tensor], [Output]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
