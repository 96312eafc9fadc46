using System.Collections.Frozen;
using Bqx.Core;
using Bqx.OnnxProto;

namespace Bqx.Plugins.Onnx;

/// <summary>
/// What a graph may hold before ONNX Runtime sees it: ai.onnx 17 and ai.onnx.ml 3, operators that compute and nothing else, all
/// weights inside, no subgraphs, functions or training parts.
/// </summary>
internal static class GraphGuard
{
    public const int MaxNodes = 10_000;
    public const int MaxInitializers = 10_000;

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
        Require(model.Graph is not null, "The file has no graph.");
        Require(model.Functions.Count == 0, "The file defines functions: none are allowed.");
        Require(model.TrainingInfo.Count == 0, "The file holds training information: none is allowed.");
        var graph = model.Graph!;
        Require(graph.Node.Count is > 0 and <= MaxNodes, $"The graph has {graph.Node.Count} nodes: 1 to {MaxNodes} are allowed.");
        Require(
            graph.Initializer.Count <= MaxInitializers,
            $"The graph has {graph.Initializer.Count} initializers: at most {MaxInitializers} are allowed.");
        Require(graph.SparseInitializer.Count == 0, "The graph has sparse initializers: none are allowed.");
        foreach (var tensor in graph.Initializer)
        {
            CheckTensor(tensor);
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
        foreach (var attribute in node.Attribute)
        {
            Require(
                attribute.G is null && attribute.Graphs.Count == 0,
                $"A node of '{node.OpType}' has a subgraph: none are allowed.");
            Require(
                attribute.SparseTensor is null && attribute.SparseTensors.Count == 0,
                $"A node of '{node.OpType}' has a sparse tensor: none are allowed.");
            CheckTensor(attribute.T);
            foreach (var tensor in attribute.Tensors)
            {
                CheckTensor(tensor);
            }
        }
    }

    private static void CheckTensor(TensorProto? tensor) => Require(
        tensor is null || (tensor.DataLocation == TensorProto.Types.DataLocation.Default && tensor.ExternalData.Count == 0),
        "A tensor's data lie outside the file: they must be inside.");

    private static void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw new FaultException(Fault.ModelFailed, reason);
        }
    }
}
