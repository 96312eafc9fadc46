using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Bqx.Core;
using Bqx.OnnxProto;
using Google.Protobuf.Collections;

namespace Bqx.Plugins.Onnx;

/// <summary>
/// What a graph may hold before ONNX Runtime sees it: ai.onnx 17 and ai.onnx.ml 3, operators that compute and nothing else, all
/// weights inside, no subgraphs, functions, training parts or configurations, and everything bounded.
/// </summary>
internal static class GraphGuard
{
    public const int MaxNodes = 10_000;
    public const int MaxInitializers = 10_000;
    public const int MaxValues = 20_000;
    public const int MaxArity = 1_000;
    public const int MaxAttributes = 64;
    public const int MaxMetadata = 64;
    public const int MaxMetadataLength = 4_096;
    public const long OldestIr = 3;
    public const long NewestIr = 10;

    // ONNX Runtime can be told to read session options from a model's metadata under this key.
    private const string ConfigurationKey = "ort_config";

    private const string MlDomain = "ai.onnx.ml";

    private static readonly FrozenDictionary<string, long> Opsets = new Dictionary<string, long>(StringComparer.Ordinal)
    {
        [""] = 17,
        ["ai.onnx"] = 17,
        [MlDomain] = 3,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Operators = FrozenSet.Create(
        StringComparer.Ordinal,
        "Abs", "Add", "BatchNormalization", "Cast", "Clip", "Concat", "Constant", "Div", "Elu", "Equal", "Erf", "Exp", "Expand",
        "Flatten", "Gather", "Gemm", "Greater", "GreaterOrEqual", "Identity", "LayerNormalization", "LeakyRelu", "Less",
        "LessOrEqual", "Log", "LogSoftmax", "MatMul", "Max", "Mean", "Min", "Mul", "Neg", "Pow", "Reciprocal", "ReduceMax",
        "ReduceMean", "ReduceMin", "ReduceSum", "Relu", "Reshape", "Selu", "Shape", "Sigmoid", "Slice", "Softmax", "Softplus",
        "Split", "Sqrt", "Squeeze", "Sub", "Sum", "Tanh", "Transpose", "Unsqueeze", "Where");

    private static readonly FrozenSet<string> MlOperators = FrozenSet.Create(
        StringComparer.Ordinal, "Imputer", "LinearRegressor", "Normalizer", "Scaler", "TreeEnsembleRegressor");

    public static void Check(ModelProto model)
    {
        CheckOpsets(model);
        Require(
            model.IrVersion is >= OldestIr and <= NewestIr,
            $"The file is of IR version {model.IrVersion}: {OldestIr} to {NewestIr} are allowed.");
        Require(model.Graph is not null, "The file has no graph.");
        Require(model.Functions.Count == 0, "The file defines functions: none are allowed.");
        Require(model.TrainingInfo.Count == 0, "The file holds training information: none is allowed.");
        Require(model.Configuration.Count == 0, "The file holds device configurations: none are allowed.");
        CheckMetadata("file", model.MetadataProps);
        CheckGraph(model.Graph);
    }

    private static void CheckGraph(GraphProto graph)
    {
        Require(graph.Node.Count is > 0 and <= MaxNodes, $"The graph has {graph.Node.Count} nodes: 1 to {MaxNodes} are allowed.");
        Require(
            graph.Initializer.Count <= MaxInitializers,
            $"The graph has {graph.Initializer.Count} initializers: at most {MaxInitializers} are allowed.");
        Require(graph.SparseInitializer.Count == 0, "The graph has sparse initializers: none are allowed.");
        Require(graph.QuantizationAnnotation.Count == 0, "The graph has quantization annotations: none are allowed.");
        Require(graph.ValueInfo.Count <= MaxValues, $"The graph describes {graph.ValueInfo.Count} values: at most {MaxValues} are allowed.");
        CheckMetadata("graph", graph.MetadataProps);
        foreach (var tensor in graph.Initializer)
        {
            TensorGuard.Check(tensor);
        }

        foreach (var node in graph.Node)
        {
            CheckNode(node);
        }
    }

    private static void CheckOpsets(ModelProto model)
    {
        Require(model.OpsetImport.Count > 0, "The file imports no operator set: ai.onnx 17 is needed.");
        foreach (var opset in model.OpsetImport)
        {
            Require(
                Opsets.TryGetValue(opset.Domain, out var version),
                $"Domain '{FaultException.Excerpt(opset.Domain)}' is not allowed: ai.onnx and ai.onnx.ml are.");
            Require(
                opset.Version == version,
                $"Operator set {(opset.Domain.Length == 0 ? "ai.onnx" : opset.Domain)} {opset.Version} is not allowed: {version} is.");
        }
    }

    private static void CheckNode(NodeProto node)
    {
        var known = node.Domain switch
        {
            "" or "ai.onnx" => Operators.Contains(node.OpType),
            MlDomain => MlOperators.Contains(node.OpType),
            _ => false,
        };
        Require(known, $"Operator '{FaultException.Excerpt(node.Domain)}:{FaultException.Excerpt(node.OpType)}' is not allowed.");
        Require(
            node.Input.Count <= MaxArity && node.Output.Count <= MaxArity,
            $"A node of '{node.OpType}' has {node.Input.Count} inputs and {node.Output.Count} outputs: at most {MaxArity} are allowed.");
        Require(
            node.Attribute.Count <= MaxAttributes,
            $"A node of '{node.OpType}' has {node.Attribute.Count} attributes: at most {MaxAttributes} are allowed.");
        Require(
            node.Overload.Length == 0 && node.DeviceConfigurations.Count == 0,
            $"A node of '{node.OpType}' has an overload or a device configuration: none are allowed.");
        CheckMetadata("node", node.MetadataProps);
        foreach (var attribute in node.Attribute)
        {
            Require(attribute.RefAttrName.Length == 0, $"A node of '{node.OpType}' refers to a function's attribute: none are allowed.");
            Require(
                attribute.G is null && attribute.Graphs.Count == 0,
                $"A node of '{node.OpType}' has a subgraph: none are allowed.");
            Require(
                attribute.SparseTensor is null && attribute.SparseTensors.Count == 0,
                $"A node of '{node.OpType}' has a sparse tensor: none are allowed.");
            TensorGuard.Check(attribute.T);
            foreach (var tensor in attribute.Tensors)
            {
                TensorGuard.Check(tensor);
            }
        }
    }

    private static void CheckMetadata(string what, RepeatedField<StringStringEntryProto> entries)
    {
        Require(entries.Count <= MaxMetadata, $"The {what} has {entries.Count} entries of metadata: at most {MaxMetadata} are allowed.");
        foreach (var entry in entries)
        {
            Require(
                entry.Key.Length <= MaxMetadataLength && entry.Value.Length <= MaxMetadataLength,
                $"The {what} has metadata of more than {MaxMetadataLength} characters, the most that is allowed.");
            Require(entry.Key != ConfigurationKey, $"The {what} has metadata '{ConfigurationKey}': a package does not configure the runtime.");
        }
    }

    private static void Require([DoesNotReturnIf(false)] bool condition, string reason)
    {
        if (!condition)
        {
            throw new FaultException(Fault.ModelFailed, reason);
        }
    }
}
