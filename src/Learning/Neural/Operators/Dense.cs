using Bqx.Learning.Neural.Kernels;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Operators;

/// <summary>X [N, I]·W [I, O], plus b [O] where there is a third input.</summary>
/// <param name="rows">N.</param>
/// <param name="columns">I.</param>
/// <param name="outputs">O.</param>
internal sealed class Dense(int rows, int columns, int outputs) : DifferentiableOperator
{
    public override string Forward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs) =>
        HasProducts(graph) ? Product(graph, new(rows, outputs, columns, false, false), inputs) : graph.Node("Gemm", inputs);

    public override string Backward(OnnxGraphBuilder graph, ReadOnlySpan<string> inputs, string output, string gradient, int index) => index switch
    {
        0 => HasProducts(graph)
            ? Product(graph, new(rows, columns, outputs, false, true), gradient, inputs[1])
            : graph.Node("Gemm", [("transB", 1)], gradient, inputs[1]),
        1 => HasProducts(graph)
            ? Product(graph, new(columns, outputs, rows, true, false), inputs[0], gradient)
            : graph.Node("Gemm", graph.Node("Transpose", inputs[0]), gradient),
        _ => graph.Node("ReduceSum", [("keepdims", 0)], gradient, graph.Integers(0)),
    };

    private static bool HasProducts(OnnxGraphBuilder graph) => graph.UsesKernels && KernelDomain.HasProducts;

    private static string Product(OnnxGraphBuilder graph, ProductShape shape, params ReadOnlySpan<string> inputs) =>
        graph.KernelNode(inputs.Length > 2 ? "ProductPlusRow" : "Product", shape.ToAttributes(), 1, inputs)[0];
}
