using Bqx.Core;
using Microsoft.ML.OnnxRuntime;

namespace Bqx.Plugins.Onnx;

/// <summary>Buffers for a batch, bound to a session once. One run at a time.</summary>
internal sealed class BoundBatch : IDisposable
{
    private readonly int _width;
    private readonly float[] _features;
    private readonly (float[] Values, int Width)[] _outputs;
    private readonly Stack<IDisposable> _owned = [];
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run;

    /// <param name="session">What runs; the caller's.</param>
    /// <param name="shape">Its input and outputs.</param>
    /// <param name="rows">Rows in a batch.</param>
    public BoundBatch(InferenceSession session, GraphShape shape, int rows)
    {
        (_session, _width) = (session, shape.Features);
        _features = new float[rows * _width];
        _outputs = [.. shape.Outputs.Select(WidthOf).Select(width => (new float[rows * width], width))];
        OutputWidth = _outputs.Sum(output => output.Width);
        try
        {
            _run = Own(new RunOptions());
            _binding = Own(session.CreateIoBinding());
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

    /// <summary>Numbers in a row of all outputs.</summary>
    public int OutputWidth { get; }

    /// <summary>Runs as many rows as there are, at most a batch.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: it failed or gave a value that is not finite.</exception>
    public void Run(ReadOnlySpan<float> rows, Span<float> outputs)
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

        for (var row = 0; row < rows.Length / _width; row++)
        {
            ReadRow(row, outputs.Slice(row * OutputWidth, OutputWidth));
        }
    }

    public void Dispose()
    {
        while (_owned.TryPop(out var owned))
        {
            owned.Dispose();
        }
    }

    private static int WidthOf(TensorSchema output) => output.Shape.Length > 1 ? (int)output.Shape[1] : 1;

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
