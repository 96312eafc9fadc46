using System.Collections.Immutable;

namespace Bqx.Learning.Neural.Networks;

/// <summary>
/// Scaled features → code → features. Hidden layers are normalised ReLU layers, the code and the output are linear, the loss is the mean
/// squared error of a feature.
/// </summary>
internal sealed class AutoencoderNetwork(AutoencoderOptions options) : Network
{
    public const string Features = "features";
    public const string Code = "embedding";
    public const string Reconstruction = "reconstruction";

    public override ImmutableArray<NamedWidth> Inputs => [new(Features, options.Features)];

    public override ImmutableArray<NamedWidth> Outputs => [new(Code, options.Code), new(Reconstruction, options.Features)];

    public override ImmutableArray<string> Forward(LayerWriter layers, ImmutableArray<string> inputs)
    {
        var code = Encode(layers, inputs[0]);
        return [code, Decode(layers, code)];
    }

    /// <summary>Writes the encoder alone.</summary>
    public string Encode(LayerWriter layers, string features)
    {
        var (value, width) = (features, options.Features);
        foreach (var (i, next) in options.Hidden.Index())
        {
            value = layers.NormalisedRelu($"encoder_{i}", value, width, next, options.Dropout);
            width = next;
        }

        return layers.Dense("code", value, width, options.Code, Initialization.Linear(width));
    }

    public override string Loss(
        LayerWriter layers, ImmutableArray<string> inputs, ImmutableArray<string> outputs, ImmutableArray<string> targets) =>
        layers.MeanSquaredError(outputs[1], inputs[0], options.Features);

    private string Decode(LayerWriter layers, string code)
    {
        var (value, width) = (code, options.Code);
        foreach (var (i, next) in options.Hidden.Reverse().Index())
        {
            value = layers.NormalisedRelu($"decoder_{i}", value, width, next, 0);
            width = next;
        }

        return layers.Dense("output", value, width, options.Features, Initialization.Linear(width));
    }
}
