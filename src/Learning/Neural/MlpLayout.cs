using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Neural.Operators;

namespace Bqx.Learning.Neural;

/// <summary>
/// A shared trunk of fully connected ReLU layers and three linear heads: the residual u, the volatility v, the class logits.
/// </summary>
internal sealed class MlpLayout
{
    public const string Residual = "head_bqx";
    public const string Volatility = "head_log_rv";
    public const string Classes = "head_regime";

    private readonly ImmutableArray<int> _hidden;

    /// <param name="features">Width of the input.</param>
    /// <param name="hidden">Widths of the trunk's layers.</param>
    public MlpLayout(int features, ImmutableArray<int> hidden)
    {
        Features = features;
        _hidden = hidden;
        var tensors = ImmutableArray.CreateBuilder<ParameterTensor>();
        var width = features;
        for (var i = 0; i < hidden.Length; i++)
        {
            Add(Trunk(i), width, hidden[i]);
            width = hidden[i];
        }

        Add(Residual, width, 1);
        Add(Volatility, width, 1);
        Add(Classes, width, RegimeProbabilities.Count);
        Parameters = tensors.ToImmutable();

        void Add(string layer, int inputs, int outputs)
        {
            tensors.Add(new ParameterTensor(Weight(layer), [inputs, outputs]));
            tensors.Add(new ParameterTensor(Bias(layer), [outputs]));
        }
    }

    /// <summary>Width of the input.</summary>
    public int Features { get; }

    /// <summary>All tensors, in a fixed order.</summary>
    public ImmutableArray<ParameterTensor> Parameters { get; }

    public static string Weight(string layer) => layer + "_weight";

    public static string Bias(string layer) => layer + "_bias";

    /// <summary>Writes the network; the tensors must be in the graph under their names, as inputs or constants.</summary>
    public (string Residual, string Volatility, string Logits) Write(DifferentiableGraph graph, string features)
    {
        var value = features;
        for (var i = 0; i < _hidden.Length; i++)
        {
            value = graph.Apply(new Relu(), Linear(graph, value, Trunk(i)));
        }

        return (Linear(graph, value, Residual), Linear(graph, value, Volatility), Linear(graph, value, Classes));
    }

    private static string Trunk(int index) => $"trunk_{index}";

    private static string Linear(DifferentiableGraph graph, string value, string layer) =>
        graph.Apply(new AddBias(), graph.Apply(new MatrixProduct(), value, Weight(layer)), Bias(layer));
}
