namespace Bqx.Core;

/// <summary>A promotion or a rollback that took place.</summary>
/// <param name="Label">The label that moved.</param>
/// <param name="Model">What it moved to.</param>
/// <param name="Previous">What it was on before; null for the first.</param>
/// <param name="Judgement">What the rules said of it, in a sentence.</param>
/// <param name="Forced">Why it was done although the rules refused it; null where they did not.</param>
/// <param name="Statistic">Diebold and Mariano's statistic against the previous model, positive where it loses more; null where none was computed.</param>
public sealed record PromotionEntry(
    string Label, ModelId Model, ModelId? Previous, string Judgement, string? Forced, double? Statistic)
{
    /// <summary>When it was written down, by the store's clock; null before.</summary>
    public DateTimeOffset? At { get; init; }
}
