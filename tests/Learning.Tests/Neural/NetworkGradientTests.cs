using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Onnx;
using static Bqx.Learning.Tests.Neural.GradientCheck;

namespace Bqx.Learning.Tests.Neural;

/// <summary>Whole networks, with normalisation, masks and a penalty, against central differences.</summary>
public sealed class NetworkGradientTests
{
    private const int Rows = 6;

    [Fact]
    public void Multitask_AllParameters_MatchDifferences() => Check(new MultitaskNetwork(new MultitaskOptions
    {
        Features = 4,
        Hidden = [5, 3],
        BqxHidden = 3,
        LogRvHidden = 2,
        RegimeHidden = 2,
    }));

    [Fact]
    public void Multitask_WithoutNormalisation_MatchesDifferences() => Check(new MultitaskNetwork(new MultitaskOptions
    {
        Features = 3,
        Hidden = [4, 2],
        Normalise = false,
        BqxHidden = 0,
        LogRvHidden = 0,
        RegimeHidden = 0,
    }));

    [Fact]
    public void Autoencoder_AllParameters_MatchDifferences() =>
        Check(new AutoencoderNetwork(new AutoencoderOptions { Features = 4, Hidden = [5, 3], Code = 2 }));

    private static void Check(Network network)
    {
        Check(network, new OnnxGraphBuilder("check", isDouble: true));
        Check(network, new OnnxGraphBuilder("check", isDouble: true, usesKernels: true));
    }

    private static void Check(Network network, OnnxGraphBuilder builder)
    {
        var layers = LayerWriter.ForTraining(builder, Rows);
        string[] inputs = [.. network.Inputs.Select(input => builder.Input(input.Name, Rows, input.Width))];
        string[] targets = [.. network.Targets.Select(target => builder.Input(target.Name, Rows, target.Width))];
        var loss = layers.Penalise(network.Loss(layers, [.. inputs], network.Forward(layers, [.. inputs]), [.. targets]), 0.1);
        Run(
            builder,
            loss,
            layers.Gradients,
            [.. Tensors(layers, CarriedRole.Parameter, 100)],
            [
                .. Tensors(layers, CarriedRole.State, 200),
                .. network.Inputs.Concat(network.Targets).Select((input, i) => Matrix(input.Name, input.Width, 300 + i)),
                .. layers.Masks.Select(mask => (mask.Input, new long[] { Rows, mask.Width }, DropThird(mask))),
            ]);
    }

    private static IEnumerable<(string Name, long[] Shape, double[] Values)> Tensors(LayerWriter layers, CarriedRole role, int seed) =>
        layers.Tensors.Where(tensor => tensor.Role == role)
            .Select((tensor, i) => (tensor.Name, tensor.Shape.ToArray(), Numbers(tensor.Length, seed + i)));

    private static (string Name, long[] Shape, double[] Values) Matrix(string name, int width, int seed) =>
        (name, [Rows, width], name == MultitaskNetwork.RegimeTarget ? OneHot(width) : Numbers(Rows * width, seed));

    private static double[] DropThird(DropoutMask mask) =>
        [.. Enumerable.Range(0, Rows * mask.Width).Select(i => i % 3 == 1 ? 0 : mask.Kept)];

    private static double[] OneHot(int width) => [.. Enumerable.Range(0, Rows * width).Select(i => i % width == i / width % width ? 1.0 : 0)];
}
