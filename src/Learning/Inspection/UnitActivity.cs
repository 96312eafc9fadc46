using System.Collections.Immutable;

namespace Bqx.Learning.Inspection;

/// <summary>What a unit does in each regime, over the rows and nets of all pairs: every net began as a copy of one.</summary>
/// <param name="Unit">Its place in the layer, from 0.</param>
/// <param name="Regimes">
/// Mean activation in each of the five classes that came, strong bear to strong bull, less the mean over all rows, in the unit's
/// deviations; NaN for a class without rows.
/// </param>
public sealed record UnitActivity(int Unit, ImmutableArray<double> Regimes);
