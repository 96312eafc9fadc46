using System.Collections.Immutable;
using Bqx.Learning.Neural;

namespace Bqx.Learning.Hierarchy;

/// <summary>
/// One net for all targets: shared layers, and a head for each horizon that also sees the forecasts of the shorter ones. In training these
/// are given, and come from nets that have not seen the row; in inference they are the net's own.
/// <code>
/// features ─► trunk ─┬─► head 15 ─┐
///                    ├────────────┴─► head 30 ─┐
///                    └─────────────────────────┴─► head 45 …
/// </code>
/// </summary>
/// <param name="features">Numbers in a row.</param>
/// <param name="order">The targets.</param>
/// <param name="options">Its layers.</param>
/// <param name="scales">What forecasts are multiplied by before a longer horizon reads them; empty = no head sees another's.</param>
internal sealed class CascadeNetwork(int features, HorizonOrder order, HierarchicalOptions options, ImmutableArray<double> scales) : Network
{
    public const string Features = "features";
    public const string Given = "given";
    public const string Residuals = "target_residuals";
    public const string Forecasts = "forecasts";

    public override ImmutableArray<NamedWidth> Inputs => [new(Features, features), new(Given, order.Count)];

    public override ImmutableArray<NamedWidth> Targets => [new(Residuals, order.Count)];

    public override ImmutableArray<NamedWidth> Outputs => [new(Forecasts, order.Count)];

    public override ImmutableArray<string> Forward(LayerWriter layers, ImmutableArray<string> inputs)
    {
        var (value, width) = (inputs[0], features);
        foreach (var (i, next) in options.Hidden.Index())
        {
            value = layers.NormalisedRelu($"trunk_{i}", value, width, next, options.Dropout);
            width = next;
        }

        List<(string Value, int Width)> forecasts = [];
        foreach (var (i, level) in order.Levels.Index())
        {
            List<(string Value, int Width)> seen = [(value, width)];
            if (i > 0 && !scales.IsEmpty)
            {
                seen.Add((Shorter(layers, inputs[1], forecasts, level.First), level.First));
            }

            var head = Head(layers, i, seen.Count == 1 ? value : layers.Concat([.. seen]), seen.Sum(part => part.Width), level.Count);
            forecasts.Add((head, level.Count));
        }

        return [forecasts.Count == 1 ? forecasts[0].Value : layers.Concat([.. forecasts])];
    }

    public override string Loss(
        LayerWriter layers, ImmutableArray<string> inputs, ImmutableArray<string> outputs, ImmutableArray<string> targets) =>
        layers.MeanSquaredError(outputs[0], targets[0], order.Count);

    private string Head(LayerWriter layers, int level, string value, int width, int count)
    {
        var hidden = layers.Relu(layers.Dense($"hidden_{level}", value, width, options.HeadHidden, Initialization.He(width)), options.HeadHidden);
        return layers.Dense($"head_{level}", hidden, options.HeadHidden, count, Initialization.Zero);
    }

    // Given forecasts are scaled already.
    private string Shorter(LayerWriter layers, string given, List<(string Value, int Width)> forecasts, int count)
    {
        if (layers.IsTraining)
        {
            return layers.Columns(given, order.Count, 0, count);
        }

        var own = forecasts.Count == 1 ? forecasts[0].Value : layers.Concat([.. forecasts]);
        var factors = layers.Graph.Constant($"scales_{count}_{own}", scales.AsSpan()[..count], count);
        return layers.Graph.Node("Mul", own, factors);
    }
}
