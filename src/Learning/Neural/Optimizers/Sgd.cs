using System.Collections.Immutable;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural.Optimizers;

/// <summary>v' = μv + g + decay·p, p' = p − η·v'; without momentum there is no v.</summary>
internal sealed class Sgd(SgdOptions options) : IOptimizer
{
    private const string Rate = "sgd_rate";

    public ImmutableArray<string> Scalars => [Rate];

    public void Compute(Span<float> scalars, double rate, long step) => scalars[0] = (float)rate;

    public IEnumerable<(CarriedTensor Tensor, string Next)> Write(OnnxGraphBuilder graph, CarriedTensor parameter, string gradient)
    {
        if (parameter.Decays && options.WeightDecay > 0)
        {
            gradient = graph.Node("Add", gradient, graph.Node("Mul", parameter.Name, graph.Scalar(options.WeightDecay)));
        }

        if (options.Momentum == 0)
        {
            return [(parameter, Move(gradient))];
        }

        var v = new CarriedTensor(parameter.Name + "_v", parameter.Shape, Initialization.Zero, CarriedRole.Moment);
        var old = graph.Node("Mul", graph.Input(v.Name, parameter.Shape.AsSpan()), graph.Scalar(options.Momentum));
        var velocity = graph.Node("Add", old, gradient);
        return [(parameter, Move(velocity)), (v, velocity)];

        string Move(string direction) => graph.Node("Sub", parameter.Name, graph.Node("Mul", direction, Rate));
    }
}
