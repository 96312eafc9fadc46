using Bqx.Core;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Plugins.Onnx;

/// <summary>
/// A session with buffers for one batch, bound once. Every run takes the whole batch, its unused rows zero, so a row's bits do not depend on
/// how many came with it. Runs are serialized by the lock: the buffers are shared.
/// </summary>
internal sealed class OnnxModel : IModel
{
    private readonly Lock _lock = new();
    private readonly int _rows;
    private readonly int _width;
    private readonly int _outputWidth;
    private readonly float[] _features;
    private readonly (float[] Values, int Width)[] _outputs;
    private readonly Stack<IDisposable> _owned = [];
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run;

    /// <param name="graph">The file.</param>
    /// <param name="shape">Its input and outputs.</param>
    /// <param name="rows">Rows in a batch.</param>
    /// <param name="options">How it runs.</param>
    public OnnxModel(byte[] graph, GraphShape shape, int rows, OnnxPluginOptions options)
    {
        (_rows, _width) = (rows, shape.Features);
        _features = new float[rows * _width];
        _outputs = [.. shape.Outputs.Select(output => WidthOf(output)).Select(width => (new float[rows * width], width))];
        _outputWidth = _outputs.Sum(output => output.Width);
        try
        {
            using var session = OptionsOf(options);
            _session = Own(new InferenceSession(graph, session));
            _run = Own(new RunOptions());
            _binding = Own(_session.CreateIoBinding());
            _binding.BindInput("features", Own(OrtValue.CreateTensorValueFromMemory(_features, [rows, _width])));
            for (var k = 0; k < _outputs.Length; k++)
            {
                var dimensions = shape.Outputs[k].Shape.Select((size, axis) => axis == 0 ? rows : size).ToArray();
                _binding.BindOutput(shape.Outputs[k].Name, Own(OrtValue.CreateTensorValueFromMemory(_outputs[k].Values, dimensions)));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Predict(ReadOnlyMemory<float> rows, Span<float> outputs)
    {
        var count = rows.Length / _width;
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, count * _width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs.Length, count * _outputWidth);
        lock (_lock)
        {
            for (var first = 0; first < count; first += _rows)
            {
                var taken = Math.Min(_rows, count - first);
                RunBatch(
                    rows.Span.Slice(first * _width, taken * _width), outputs.Slice(first * _outputWidth, taken * _outputWidth), taken);
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

    private static int WidthOf(TensorSchema output) => output.Shape.Length > 1 ? (int)output.Shape[1] : 1;

    private void RunBatch(ReadOnlySpan<float> rows, Span<float> outputs, int count)
    {
        rows.CopyTo(_features);
        _features.AsSpan(rows.Length).Clear();
        try
        {
            _session.RunWithBinding(_run, _binding);
        }
        catch (OnnxRuntimeException error)
        {
            throw new FaultException(Fault.ModelFailed, "Inference failed.", error);
        }

        for (var row = 0; row < count; row++)
        {
            ReadRow(row, outputs.Slice(row * _outputWidth, _outputWidth));
        }
    }

    private void ReadRow(int row, Span<float> outputs)
    {
        var rest = outputs;
        foreach (var (values, width) in _outputs)
        {
            values.AsSpan(row * width, width).CopyTo(rest);
            rest = rest[width..];
        }

        foreach (var value in outputs)
        {
            if (!float.IsFinite(value))
            {
                throw new FaultException(Fault.ModelFailed, $"The model gives {value} for row {row}: finite values are needed.")
                {
                    IsNotFinite = true,
                };
            }
        }
    }

    private T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Push(owned);
        return owned;
    }
}
