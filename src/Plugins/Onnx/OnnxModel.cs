using Bqx.Core;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Plugins.Onnx;

/// <summary>
/// A session with buffers for one batch of 28 rows, bound once. Every run takes the whole batch, its unused rows zero, so a row's
/// bits do not depend on how many came with it. Runs are serialized by the lock: the buffers are shared.
/// </summary>
internal sealed class OnnxModel : IModel
{
    public const int BatchRows = Pair.Count;

    private readonly Lock _lock = new();
    private readonly int _width;
    private readonly float[] _features;
    private readonly float[] _bqx = new float[BatchRows];
    private readonly float[] _logRv = new float[BatchRows];
    private readonly float[] _regime = new float[BatchRows * RegimeProbabilities.Count];
    private readonly Stack<IDisposable> _owned = [];
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run;

    public OnnxModel(byte[] graph, GraphShape shape, OnnxPluginOptions options)
    {
        _width = shape.Features;
        _features = new float[BatchRows * _width];
        try
        {
            using var session = OptionsOf(options);
            _session = Own(new InferenceSession(graph, session));
            _run = Own(new RunOptions());
            _binding = Own(_session.CreateIoBinding());
            _binding.BindInput("features", Own(OrtValue.CreateTensorValueFromMemory(_features, [BatchRows, _width])));
            foreach (var output in shape.Outputs)
            {
                var dimensions = output.Shape.Select((size, axis) => axis == 0 ? BatchRows : size).ToArray();
                _binding.BindOutput(output.Name, Own(OrtValue.CreateTensorValueFromMemory(BufferOf(output.Name), dimensions)));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Predict(ReadOnlyMemory<float> features, Span<ModelOutput> outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, outputs.Length * _width);
        lock (_lock)
        {
            for (var first = 0; first < outputs.Length; first += BatchRows)
            {
                var rows = Math.Min(BatchRows, outputs.Length - first);
                RunBatch(features.Span.Slice(first * _width, rows * _width), outputs.Slice(first, rows));
            }
        }
    }

    public void Dispose()
    {
        while (_owned.TryPop(out var owned))
        {
            owned.Dispose();
        }
    }

    private static SessionOptions OptionsOf(OnnxPluginOptions options)
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return session;
    }

    private void RunBatch(ReadOnlySpan<float> features, Span<ModelOutput> outputs)
    {
        features.CopyTo(_features);
        _features.AsSpan(features.Length).Clear();
        try
        {
            _session.RunWithBinding(_run, _binding);
        }
        catch (OnnxRuntimeException error)
        {
            throw new FaultException(Fault.ModelFailed, "Inference failed.", error);
        }

        for (var row = 0; row < outputs.Length; row++)
        {
            outputs[row] = ReadRow(row);
        }
    }

    private ModelOutput ReadRow(int row)
    {
        var regime = default(RegimeProbabilities);
        for (var k = 0; k < RegimeProbabilities.Count; k++)
        {
            regime[k] = Finite(_regime[(row * RegimeProbabilities.Count) + k], row);
        }

        return new ModelOutput { Bqx = Finite(_bqx[row], row), LogRv = Finite(_logRv[row], row), Regime = regime };
    }

    private static float Finite(float value, int row) => float.IsFinite(value)
        ? value
        : throw new FaultException(Fault.ModelFailed, $"The model gives {value} for row {row}: finite values are needed.");

    private float[] BufferOf(string output) => output switch
    {
        "bqx" => _bqx,
        "log_rv" => _logRv,
        _ => _regime,
    };

    private T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Push(owned);
        return owned;
    }
}
