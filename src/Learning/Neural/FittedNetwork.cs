using System.Collections.Immutable;
using Bqx.Learning.Onnx;

namespace Bqx.Learning.Neural;

/// <summary>A network with its parameters and running averages.</summary>
internal sealed record FittedNetwork(Network Network, IReadOnlyDictionary<string, float[]> Values)
{
    /// <summary>The network as it is before its first step: for measuring what it costs. The same seed gives the same numbers.</summary>
    public static FittedNetwork Untrained(Network network, long seed)
    {
        const int rows = 2;
        var layers = LayerWriter.ForTraining(new OnnxGraphBuilder("untrained"), rows);
        network.Forward(layers, [.. network.Inputs.Select(input => layers.Graph.Input(input.Name, rows, input.Width))]);
        var values = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var (index, tensor) in layers.Tensors.Index())
        {
            values[tensor.Name] = new float[tensor.Length];
            tensor.Initialise(values[tensor.Name], seed, index);
        }

        return new FittedNetwork(network, values);
    }

    /// <summary>Writes the inference form into a graph: everything fitted becomes a constant.</summary>
    /// <param name="graph">Where to write.</param>
    /// <param name="inputs">The network's inputs, in their order.</param>
    /// <param name="prefix">Goes before the names of constants, so that several networks fit into one graph.</param>
    /// <returns>The network's outputs, in their order.</returns>
    public ImmutableArray<string> Write(OnnxGraphBuilder graph, ImmutableArray<string> inputs, string prefix = "") =>
        Network.Forward(LayerWriter.ForInference(graph, Values, prefix), inputs);

    /// <summary>Writes a graph of its own, for any number of rows.</summary>
    public byte[] ToModel()
    {
        var graph = new OnnxGraphBuilder("network");
        var outputs = Write(graph, Declare(graph, Network.Inputs));
        foreach (var (value, output) in outputs.Zip(Network.Outputs))
        {
            graph.Output(value, output.Name, OnnxGraphBuilder.AnyRows, output.Width);
        }

        return graph.ToBytes();
    }

    /// <summary>Writes a graph of the mean loss over any number of rows.</summary>
    public byte[] ToLossModel()
    {
        var graph = new OnnxGraphBuilder("loss");
        var layers = LayerWriter.ForInference(graph, Values, "");
        var inputs = Declare(graph, Network.Inputs);
        var targets = Declare(graph, Network.Targets);
        graph.Output(Network.Loss(layers, inputs, Network.Forward(layers, inputs), targets), StepGraph.Loss);
        return graph.ToBytes();
    }

    private static ImmutableArray<string> Declare(OnnxGraphBuilder graph, ImmutableArray<NamedWidth> tensors) =>
        [.. tensors.Select(tensor => graph.Input(tensor.Name, OnnxGraphBuilder.AnyRows, tensor.Width))];
}
