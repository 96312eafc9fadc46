using System.Collections.Immutable;

namespace Bqx.Features.Lint;

/// <summary>What the lint found.</summary>
/// <param name="Vectors">Vectors it is based on.</param>
/// <param name="Features">Width of the catalogue.</param>
/// <param name="DeclaredRelations">Features declared to be linear combinations of others.</param>
/// <param name="Rank">Numerical rank of the correlation matrix.</param>
/// <param name="EffectiveRank">(Σλ)²/Σλ² of its eigenvalues: how many features of equal weight would vary as freely.</param>
/// <param name="Dead">Features with a variance below 1e-12.</param>
/// <param name="Twins">Pairs of features with |ρ| &gt; 0.9999, neither declared.</param>
/// <param name="Undeclared">Features that the others give linearly without a declaration; empty where the rank is as declared.</param>
/// <param name="Statistics">Mean, deviation and extremes of each feature, in vector order.</param>
public sealed record LintReport(
    int Vectors,
    int Features,
    int DeclaredRelations,
    int Rank,
    double EffectiveRank,
    ImmutableArray<string> Dead,
    ImmutableArray<TwinFeatures> Twins,
    ImmutableArray<string> Undeclared,
    ImmutableArray<FeatureStatistics> Statistics)
{
    /// <summary>Whether the catalogue passes.</summary>
    public bool Passed => Dead.IsEmpty && Twins.IsEmpty && Rank == Features - DeclaredRelations;
}
