using Bqx.Core;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Packaging;

/// <summary>Runs a serving graph in the trainer: for probes, calibration and evaluation. One thread, so that sums keep their order.</summary>
public sealed class ServingSession : IDisposable
{
    private const int BatchRows = 4096;
    private readonly int _featureCount;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    /// <param name="model">Bytes of the graph.</param>
    /// <param name="featureCount">Features in a row.</param>
    public ServingSession(byte[] model, int featureCount)
    {
        _featureCount = featureCount;
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(model, options);
    }

    /// <summary>Predicts rows.</summary>
    /// <param name="features">Raw features, row-major.</param>
    /// <param name="outputs">One element a row.</param>
    public void Predict(ReadOnlyMemory<float> features, Span<ModelOutput> outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, outputs.Length * _featureCount);
        for (var row = 0; row < outputs.Length; row += BatchRows)
        {
            var rows = Math.Min(BatchRows, outputs.Length - row);
            var batch = features.Slice(row * _featureCount, rows * _featureCount);
            PredictBatch(batch.ToArray(), outputs.Slice(row, rows));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private void PredictBatch(float[] features, Span<ModelOutput> outputs)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(features, [outputs.Length, _featureCount]);
        using var results = _session.Run(
            _run,
            [ServingGraph.FeaturesInput],
            [input],
            [ServingGraph.BqxOutput, ServingGraph.LogRvOutput, ServingGraph.RegimeOutput]);
        var bqx = results[0].GetTensorDataAsSpan<float>();
        var logRv = results[1].GetTensorDataAsSpan<float>();
        var regime = results[2].GetTensorDataAsSpan<float>();
        for (var i = 0; i < outputs.Length; i++)
        {
            var classes = default(RegimeProbabilities);
            regime.Slice(i * RegimeProbabilities.Count, RegimeProbabilities.Count).CopyTo(classes);
            outputs[i] = new ModelOutput { Bqx = bqx[i], LogRv = logRv[i], Regime = classes };
        }
    }
}
