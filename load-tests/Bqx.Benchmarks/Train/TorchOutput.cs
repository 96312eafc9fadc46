using System.Text.Json.Serialization;

namespace Bqx.Benchmarks.Train;

/// <summary>What <c>load-tests/peers/torch/train.py</c> prints.</summary>
internal sealed record TorchOutput(
    [property: JsonPropertyName("samples_per_second")] double SamplesPerSecond,
    [property: JsonPropertyName("parameters")] int Parameters,
    [property: JsonPropertyName("first_loss")] double FirstLoss,
    [property: JsonPropertyName("last_loss")] double LastLoss);

[JsonSerializable(typeof(TorchOutput))]
internal sealed partial class TorchJson : JsonSerializerContext;
