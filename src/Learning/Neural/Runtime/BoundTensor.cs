using Microsoft.ML.OnnxRuntime;

namespace Bqx.Learning.Neural;

/// <summary>A float32 tensor over managed memory that ONNX Runtime reads and writes in place.</summary>
internal sealed class BoundTensor : IDisposable
{
    /// <param name="shape">No dimensions make a scalar.</param>
    public BoundTensor(params ReadOnlySpan<long> shape)
    {
        var length = 1L;
        foreach (var size in shape)
        {
            length *= size;
        }

        Values = new float[length];
        Tensor = OrtValue.CreateTensorValueFromMemory(Values, shape.ToArray());
    }

    /// <summary>The numbers; the runtime pins them for as long as the tensor lives.</summary>
    public float[] Values { get; }

    public OrtValue Tensor { get; }

    public void Dispose() => Tensor.Dispose();
}
