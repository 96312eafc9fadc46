namespace Bqx.Features;

/// <summary>Phases that the family's states of all pairs share.</summary>
internal sealed class VolatilityPhases
{
    public ShadowPhases ShorterRanges { get; } = RangeVolatilities.NewPhases(0);

    public ShadowPhases LongerRanges { get; } = RangeVolatilities.NewPhases(4);

    public ShadowPhases Variation { get; } = VolatilityOfVolatility.NewPhases();

    public ShadowPhases Shapes { get; } = ReturnShapes.NewPhases();
}
