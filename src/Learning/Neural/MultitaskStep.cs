using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Neural.Operators;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural;

/// <summary>
/// Writes the graphs of training: the step (forward, loss, backward, Adam) over a fixed batch, and the forward pass over any number of
/// rows. In both the parameters are inputs.
/// </summary>
internal static class MultitaskStep
{
    public const string Features = "features";
    public const string ResidualTarget = "target_bqx";
    public const string VolatilityTarget = "target_log_rv";
    public const string ClassTarget = "target_regime";
    public const string Loss = "loss";
    public const string ResidualOutput = "bqx";
    public const string VolatilityOutput = "log_rv";
    public const string LogitsOutput = "logits";

    /// <summary>Weights of the three losses in their sum: BQX, log RV, regime.</summary>
    public static readonly ImmutableArray<double> LossWeights = [1.0, 0.3, 0.3];

    public static byte[] WriteStep(MlpLayout layout, int batch, AdamOptions adam)
    {
        var builder = new OnnxGraphBuilder("step");
        var graph = new DifferentiableGraph(builder);
        AdamUpdate.DeclareInputs(builder);
        var residualTarget = builder.Input(ResidualTarget, batch, 1);
        var volatilityTarget = builder.Input(VolatilityTarget, batch, 1);
        var classTarget = builder.Input(ClassTarget, batch, RegimeProbabilities.Count);
        var (residual, volatility, logits) = Forward(graph, layout, batch);
        var loss = graph.Apply(
            new WeightedSum(LossWeights),
            graph.Apply(new MeanSquaredError(batch), residual, residualTarget),
            graph.Apply(new MeanSquaredError(batch), volatility, volatilityTarget),
            graph.Apply(new SoftmaxCrossEntropy(batch), logits, classTarget));
        var gradients = graph.Gradients(loss);
        builder.Output(loss, Loss);
        foreach (var parameter in layout.Parameters)
        {
            AdamUpdate.Write(builder, parameter, gradients[parameter.Name], adam);
        }

        return builder.ToBytes();
    }

    public static byte[] WriteForward(MlpLayout layout)
    {
        var builder = new OnnxGraphBuilder("forward");
        var (residual, volatility, logits) = Forward(new DifferentiableGraph(builder), layout, OnnxGraphBuilder.AnyRows);
        builder.Output(residual, ResidualOutput, OnnxGraphBuilder.AnyRows, 1);
        builder.Output(volatility, VolatilityOutput, OnnxGraphBuilder.AnyRows, 1);
        builder.Output(logits, LogitsOutput, OnnxGraphBuilder.AnyRows, RegimeProbabilities.Count);
        return builder.ToBytes();
    }

    private static (string Residual, string Volatility, string Logits) Forward(DifferentiableGraph graph, MlpLayout layout, long rows)
    {
        var features = graph.Graph.Input(Features, rows, layout.Features);
        foreach (var parameter in layout.Parameters)
        {
            graph.Parameter(parameter.Name, parameter.Shape.AsSpan());
        }

        return layout.Write(graph, features);
    }
}
