using System.Collections.Immutable;

namespace Bqx.Learning.Selection;

/// <summary>Features that say nearly the same.</summary>
/// <param name="Representative">The member that is most like the others; the only one that models see.</param>
/// <param name="Members">Columns, ascending.</param>
/// <param name="Importance">How much worse forecasts become without it, as a share of all that is lost; below 0 where they become better.</param>
/// <param name="Error">Standard error of that over the folds.</param>
public sealed record FeatureCluster(int Representative, ImmutableArray<int> Members, double Importance = 0, double Error = 0);
