using Bqx.Learning.Packaging;

namespace Bqx.Learning.Ensembles;

/// <summary>An expert and how much its answers count.</summary>
/// <param name="Heads">The expert.</param>
/// <param name="Residual">Weight of its u; what the weights leave over 1 is the martingale's.</param>
/// <param name="Volatility">Weight of its v.</param>
/// <param name="Classes">Weight of its class probabilities.</param>
public sealed record EnsembleMember(IServingHeads Heads, double Residual, double Volatility, double Classes)
{
    /// <summary>How many of the first scaled columns it sees; null for all.</summary>
    public int? LeadingColumns { get; init; }
}
