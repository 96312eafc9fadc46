using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;

namespace Bqx.Benchmarks.Train;

/// <summary>A network and its batch, as <c>load-tests/peers/torch/train.py</c> has it under the same name.</summary>
/// <param name="Name">On both sides.</param>
/// <param name="Network">Ours.</param>
/// <param name="Rows">Rows in a batch.</param>
/// <param name="Steps">Steps in a measurement.</param>
internal sealed record TrainCase(string Name, Network Network, int Rows, int Steps)
{
    public static readonly TrainCase[] All =
    [
        new("autoencoder", new AutoencoderNetwork(new AutoencoderOptions()), 1024, 40),
        new("multitask", new MultitaskNetwork(new MultitaskOptions()), 512, 200),
    ];
}
