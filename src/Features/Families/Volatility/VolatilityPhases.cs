namespace Bqx.Features;

/// <summary>Phases that the family's states of all pairs share.</summary>
internal sealed class VolatilityPhases
{
    public ShadowPhases Ranges { get; } = new(RealisedVolatility.Windows);

    public ShadowPhases Variation { get; } = VolatilityOfVolatility.NewPhases();

    public ShadowPhases Shapes { get; } = ReturnShapes.NewPhases();
}
