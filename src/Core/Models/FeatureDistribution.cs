using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>Training distribution of a feature: mean, standard deviation and the nine inner deciles.</summary>
public sealed record FeatureDistribution(string Name, double Mean, double Deviation, ImmutableArray<double> Deciles);
