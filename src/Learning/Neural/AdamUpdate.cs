using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural;

/// <summary>
/// Writes the update of one tensor: m' = β₁m + (1−β₁)g, v' = β₂v + (1−β₂)g², p' = p − η·(m'/c₁/(√(v'/c₂) + ε) + decay·p),
/// where cᵢ = 1 − βᵢ^step comes from outside.
/// </summary>
internal static class AdamUpdate
{
    public const string LearningRate = "learning_rate";
    public const string Correction1 = "correction_1";
    public const string Correction2 = "correction_2";

    /// <summary>Suffix of the output that holds the next value of an input.</summary>
    public const string Next = "_next";

    public static string FirstMoment(string parameter) => parameter + "_m";

    public static string SecondMoment(string parameter) => parameter + "_v";

    /// <summary>Declares the inputs that all tensors share.</summary>
    public static void DeclareInputs(OnnxGraphBuilder graph)
    {
        graph.Input(LearningRate);
        graph.Input(Correction1);
        graph.Input(Correction2);
    }

    public static void Write(OnnxGraphBuilder graph, ParameterTensor parameter, string gradient, AdamOptions options)
    {
        var shape = parameter.Shape.AsSpan();
        var m = graph.Input(FirstMoment(parameter.Name), shape);
        var v = graph.Input(SecondMoment(parameter.Name), shape);
        var nextM = Blend(graph, m, gradient, options.Beta1);
        var nextV = Blend(graph, v, graph.Node("Mul", gradient, gradient), options.Beta2);
        var root = graph.Node("Sqrt", graph.Node("Div", nextV, Correction2));
        var step = graph.Node("Div", graph.Node("Div", nextM, Correction1), graph.Node("Add", root, graph.Scalar(options.Epsilon)));
        if (options.WeightDecay > 0 && parameter.Shape.Length > 1)
        {
            step = graph.Node("Add", step, graph.Node("Mul", parameter.Name, graph.Scalar(options.WeightDecay)));
        }

        var next = graph.Node("Sub", parameter.Name, graph.Node("Mul", step, LearningRate));
        graph.Output(next, parameter.Name + Next, shape);
        graph.Output(nextM, m + Next, shape);
        graph.Output(nextV, v + Next, shape);
    }

    private static string Blend(OnnxGraphBuilder graph, string old, string fresh, double beta) => graph.Node(
        "Add",
        graph.Node("Mul", old, graph.Scalar(beta)),
        graph.Node("Mul", fresh, graph.Scalar(1 - beta)));
}
