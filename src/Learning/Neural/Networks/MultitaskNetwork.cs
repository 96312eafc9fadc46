using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Neural.Networks;

/// <summary>
/// Shared layers and up to three heads: the residual u of BQX, the volatility v, the class logits. Heads begin at 0 (the classes at their
/// given logits), so that the first forecast is the martingale, the mean volatility and the frequencies.
/// </summary>
internal sealed class MultitaskNetwork(MultitaskOptions options) : Network
{
    public const string Features = "features";
    public const string BqxTarget = "target_bqx";
    public const string LogRvTarget = "target_log_rv";
    public const string RegimeTarget = "target_regime";
    public const string Bqx = "bqx";
    public const string LogRv = "log_rv";
    public const string Regime = "logits";

    private const int Classes = RegimeProbabilities.Count;
    private readonly ImmutableArray<Head> _heads =
    [
        .. new Head[]
        {
            new(Bqx, BqxTarget, 1, options.BqxHidden, options.LossWeights[0]),
            new(LogRv, LogRvTarget, 1, options.LogRvHidden, options.LossWeights[1]),
            new(Regime, RegimeTarget, Classes, options.RegimeHidden, options.LossWeights[2]),
        }.Where(head => head.Weight > 0),
    ];

    public override ImmutableArray<NamedWidth> Inputs => [new(Features, options.Features)];

    public override ImmutableArray<NamedWidth> Targets => [.. _heads.Select(head => new NamedWidth(head.Target, head.Width))];

    public override ImmutableArray<NamedWidth> Outputs => [.. _heads.Select(head => new NamedWidth(head.Output, head.Width))];

    /// <summary>Units of the last shared layer; the features themselves where there is none.</summary>
    public int SharedWidth => options.Hidden.IsEmpty ? options.Features : options.Hidden[^1];

    /// <summary>Name of a head's last layer, as in <c>head_bqx_weight</c>.</summary>
    public static string LastLayer(string output) => $"head_{output}";

    public override ImmutableArray<string> Forward(LayerWriter layers, ImmutableArray<string> inputs)
    {
        var shared = WriteShared(layers, inputs[0]);
        return [.. _heads.Select(head => Write(layers, head, shared, SharedWidth))];
    }

    public override string Loss(
        LayerWriter layers, ImmutableArray<string> inputs, ImmutableArray<string> outputs, ImmutableArray<string> targets)
    {
        string[] losses = [.. _heads.Select((head, i) => head.Width == 1
            ? layers.MeanSquaredError(outputs[i], targets[i], 1)
            : layers.CrossEntropy(outputs[i], targets[i]))];
        return layers.WeightedSum([.. _heads.Select(head => head.Weight)], losses);
    }

    /// <summary>Writes the shared layers alone, up to the ReLU of the last.</summary>
    public string WriteShared(LayerWriter layers, string features)
    {
        var (value, width) = (features, options.Features);
        foreach (var (i, next) in options.Hidden.Index())
        {
            value = options.Normalise
                ? layers.NormalisedRelu($"trunk_{i}", value, width, next, options.Dropout)
                : layers.ReluDropout(
                    $"trunk_{i}", layers.Dense($"trunk_{i}", value, width, next, Initialization.He(width)), next, options.Dropout);
            width = next;
        }

        return value;
    }

    private string Write(LayerWriter layers, Head head, string value, int width)
    {
        if (head.Hidden > 0)
        {
            value = layers.Relu(layers.Dense($"hidden_{head.Output}", value, width, head.Hidden, Initialization.He(width)), head.Hidden);
            width = head.Hidden;
        }

        var bias = head.Width == Classes && !options.InitialLogits.IsEmpty ? Initialization.Values(options.InitialLogits) : Initialization.Zero;
        return layers.Dense(LastLayer(head.Output), value, width, head.Width, Initialization.Zero, bias);
    }

    private sealed record Head(string Output, string Target, int Width, int Hidden, double Weight);
}
