using System.Collections.Immutable;
using System.Text;
using Bqx.Core;

namespace Bqx.Learning.Packaging;

/// <summary>The <c>config.pbtxt</c> with which Triton Inference Server runs a graph.</summary>
public static class TritonConfig
{
    private const int MaxBatchSize = 1024;

    /// <summary>Writes it.</summary>
    /// <param name="name">Name of the model: that of its folder.</param>
    /// <param name="inputs">Its inputs; the first dimension is the batch.</param>
    /// <param name="outputs">Its outputs, likewise.</param>
    public static string Write(string name, ImmutableArray<TensorSchema> inputs, ImmutableArray<TensorSchema> outputs) => new StringBuilder()
        .Append($"name: \"{name}\"\nbackend: \"onnxruntime\"\nmax_batch_size: {MaxBatchSize}\n")
        .Append(Block("input", inputs))
        .Append(Block("output", outputs))
        .ToString();

    private static string Block(string word, ImmutableArray<TensorSchema> tensors) =>
        $"{word} [\n{string.Join(",\n", tensors.Select(Entry))}\n]\n";

    private static string Entry(TensorSchema tensor) =>
        $"  {{ name: \"{tensor.Name}\" data_type: TYPE_FP32 dims: [ {string.Join(", ", tensor.Shape.Skip(1))} ] }}";
}
