using System.Collections.Immutable;
using Bqx.Core;
using Bqx.OnnxProto;

namespace Bqx.Plugins.Onnx;

/// <summary>Width of a graph's input and shapes of its outputs, checked to be what the manifest says.</summary>
internal sealed record GraphShape(int Features, ImmutableArray<TensorSchema> Outputs)
{
    public static GraphShape Read(GraphProto graph, ModelManifest manifest)
    {
        var initializers = graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        var inputs = graph.Input.Where(input => !initializers.Contains(input.Name)).Select(Describe).ToList();
        CheckAll("input", inputs, manifest.Inputs);
        CheckAll("output", [.. graph.Output.Select(Describe)], manifest.Outputs);
        return new GraphShape((int)manifest.Inputs[0].Shape[1], manifest.Outputs);
    }

    private static void CheckAll(string what, List<TensorSchema> graph, ImmutableArray<TensorSchema> manifest)
    {
        if (graph.Count != manifest.Length)
        {
            throw new FaultException(Fault.ModelFailed, $"The graph has {graph.Count} {what}s, the manifest {manifest.Length}.");
        }

        foreach (var listed in manifest)
        {
            var found = graph.Find(tensor => tensor.Name == listed.Name);
            if (found is null || found.Type != listed.Type || !found.Shape.SequenceEqual(listed.Shape))
            {
                throw new FaultException(
                    Fault.ModelFailed, $"The graph's {what} '{listed.Name}' is not the one in the manifest: {Show(found)} and {Show(listed)}.");
            }
        }
    }

    // A dimension that is not a number is free: −1.
    private static TensorSchema Describe(ValueInfoProto value)
    {
        var tensor = value.Type?.TensorType;
        var shape = tensor?.Shape?.Dim.Select(dimension =>
            dimension.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue ? dimension.DimValue : -1);
        var type = tensor?.ElemType == (int)TensorProto.Types.DataType.Float ? "float32" : "other";
        return new TensorSchema(value.Name, type, [.. shape ?? []]);
    }

    private static string Show(TensorSchema? tensor) =>
        tensor is null ? "none" : $"{tensor.Type} [{string.Join(", ", tensor.Shape)}]";
}
