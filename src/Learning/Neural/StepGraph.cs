using System.Collections.Immutable;
using Bqx.Learning.Neural.Optimizers;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural;

/// <summary>
/// The graph of one training step over a fixed batch:
/// <code>
/// batch, masks, parameters, moments, running averages, scalars → forward → loss → backward → clip → optimizer → loss, next values
/// </code>
/// </summary>
/// <param name="Model">Bytes of the graph.</param>
/// <param name="Rows">Rows in a batch.</param>
/// <param name="Batch">What the host fills with data.</param>
/// <param name="Masks">What the host fills with random numbers.</param>
/// <param name="Scalars">What the optimizer fills.</param>
/// <param name="Carried">What a step hands to the next.</param>
internal sealed record StepGraph(
    byte[] Model,
    int Rows,
    ImmutableArray<NamedWidth> Batch,
    ImmutableArray<DropoutMask> Masks,
    ImmutableArray<string> Scalars,
    ImmutableArray<CarriedTensor> Carried)
{
    public const string Loss = "loss";

    /// <param name="network">What is trained.</param>
    /// <param name="rows">Rows in a batch.</param>
    /// <param name="optimizer">Writes the updates.</param>
    /// <param name="penalty">λ of the L2 penalty on matrices.</param>
    /// <param name="clipNorm">Largest norm of all gradients together; infinite = no limit.</param>
    /// <param name="usesKernels">Whether it is for the processor and may use our kernels; else it is of standard operators alone.</param>
    public static StepGraph Write(
        Network network, int rows, IOptimizer optimizer, double penalty, double clipNorm, bool usesKernels)
    {
        var graph = new OnnxGraphBuilder("step", usesKernels: usesKernels);
        var layers = LayerWriter.ForTraining(graph, rows);
        ImmutableArray<string> inputs = [.. network.Inputs.Select(input => graph.Input(input.Name, rows, input.Width))];
        ImmutableArray<string> targets = [.. network.Targets.Select(target => graph.Input(target.Name, rows, target.Width))];
        foreach (var scalar in optimizer.Scalars)
        {
            graph.Input(scalar);
        }

        var outputs = network.Forward(layers, inputs);
        var loss = network.Loss(layers, inputs, outputs, targets);
        graph.Output(loss, Loss);
        var next = Update(layers, layers.Penalise(loss, penalty), optimizer, clipNorm).Concat(layers.States).ToList();
        foreach (var (tensor, value) in next)
        {
            graph.Rename(value, tensor.Next, tensor.Shape.AsSpan());
        }

        return new StepGraph(
            graph.ToBytes(),
            rows,
            [.. network.Inputs, .. network.Targets],
            [.. layers.Masks],
            optimizer.Scalars,
            [.. next.Select(item => item.Tensor)]);
    }

    private static IEnumerable<(CarriedTensor Tensor, string Next)> Update(
        LayerWriter layers, string loss, IOptimizer optimizer, double clipNorm)
    {
        var parameters = layers.Tensors.Where(tensor => tensor.Role == CarriedRole.Parameter).ToList();
        var derivatives = layers.Gradients(loss);
        string[] gradients = [.. parameters.Select(parameter => derivatives[parameter.Name])];
        if (double.IsFinite(clipNorm))
        {
            gradients = GradientClipping.Write(layers.Graph, gradients, clipNorm);
        }

        return parameters.SelectMany((parameter, i) => optimizer.Write(layers.Graph, parameter, gradients[i]));
    }
}
