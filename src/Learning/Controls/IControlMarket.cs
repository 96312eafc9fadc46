using Bqx.Core;

namespace Bqx.Learning.Controls;

/// <summary>Makes markets of which everything is known.</summary>
public interface IControlMarket
{
    /// <summary>Bars of all pairs in every market minute. The same arguments give the same bars.</summary>
    /// <param name="kind">The law of the shocks.</param>
    /// <param name="informationCoefficient">
    /// Correlation of BQX60 at t with BQX60 at t+60, on a walk of constant variance: returns are x_t = e_t + κ·e_{t−60} with independent
    /// shocks e, so that both are the same weighted sum of e but for the factor κ, and the correlation is κ/(1 + κ²). 0: a martingale.
    /// </param>
    /// <param name="seed">Chooses one such market.</param>
    /// <param name="minutes">How many market minutes.</param>
    IEnumerable<MinuteBars> Generate(WalkKind kind, double informationCoefficient, long seed, int minutes);
}
