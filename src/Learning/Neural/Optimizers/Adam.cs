using System.Collections.Immutable;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Optimizers;

/// <summary>
/// Keeps M = m/(1−β₁) and V = v/(1−β₂), which spares two passes over every tensor: M' = β₁M + g, V' = β₂V + g²,
/// p' = keep·p − size·M'/(√V' + floor), with s = √(c₂/(1−β₂)), size = η·(1−β₁)/c₁·s, floor = ε·s, keep = 1 − η·decay.
/// </summary>
internal sealed class Adam(AdamOptions options) : IOptimizer
{
    private const string Size = "adam_size";
    private const string Floor = "adam_floor";
    private const string Keep = "adam_keep";

    private readonly bool _shrinks = options is { Decoupled: true, WeightDecay: > 0 };

    public ImmutableArray<string> Scalars => _shrinks ? [Size, Floor, Keep] : [Size, Floor];

    public void Compute(Span<float> scalars, double rate, long step)
    {
        var correction1 = 1 - Math.Pow(options.Beta1, step);
        var correction2 = 1 - Math.Pow(options.Beta2, step);
        var root = Math.Sqrt(correction2 / (1 - options.Beta2));
        scalars[0] = (float)(rate * (1 - options.Beta1) / correction1 * root);
        scalars[1] = (float)(options.Epsilon * root);
        if (_shrinks)
        {
            scalars[2] = (float)(1 - (rate * options.WeightDecay));
        }
    }

    public IEnumerable<(CarriedTensor Tensor, string Next)> Write(OnnxGraphBuilder graph, CarriedTensor parameter, string gradient)
    {
        var shape = parameter.Shape.AsSpan();
        var m = new CarriedTensor(parameter.Name + "_m", parameter.Shape, Initialization.Zero, CarriedRole.Moment);
        var v = new CarriedTensor(parameter.Name + "_v", parameter.Shape, Initialization.Zero, CarriedRole.Moment);
        if (!_shrinks && parameter.Decays && options.WeightDecay > 0)
        {
            gradient = graph.Node("Add", gradient, graph.Node("Mul", parameter.Name, graph.Scalar(options.WeightDecay)));
        }

        var shrinks = _shrinks && parameter.Decays;
        if (graph.UsesKernels)
        {
            var (rows, columns) = parameter.Shape.Length == 1 ? (1, parameter.Length) : ((int)shape[0], (int)shape[1]);
            var next = graph.KernelNode(
                "Adam", rows, columns, 3,
                parameter.Name, graph.Input(m.Name, shape), graph.Input(v.Name, shape), gradient,
                graph.Scalar(options.Beta1), graph.Scalar(options.Beta2), Size, Floor, shrinks ? Keep : graph.Scalar(1));
            return [(parameter, next[0]), (m, next[1]), (v, next[2])];
        }

        var nextM = graph.Node("Add", graph.Node("Mul", graph.Input(m.Name, shape), graph.Scalar(options.Beta1)), gradient);
        var nextV = graph.Node(
            "Add",
            graph.Node("Mul", graph.Input(v.Name, shape), graph.Scalar(options.Beta2)),
            graph.Node("Mul", gradient, gradient));
        var quotient = graph.Node("Div", nextM, graph.Node("Add", graph.Node("Sqrt", nextV), Floor));
        var kept = shrinks ? graph.Node("Mul", parameter.Name, Keep) : parameter.Name;
        var moved = graph.Node("Sub", kept, graph.Node("Mul", quotient, Size));
        return [(parameter, moved), (m, nextM), (v, nextV)];
    }
}
