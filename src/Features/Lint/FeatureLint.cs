using System.Collections.Immutable;

namespace Bqx.Features.Lint;

/// <summary>
/// Holds the catalogue against vectors: no feature may be dead, nearly the same as another, or a linear combination of others, unless
/// its <see cref="FeatureDefinition.LinearRelation"/> says so.
/// </summary>
public static class FeatureLint
{
    private const double LeastVariance = 1e-12;
    private const double HighestCorrelation = 0.9999;

    /// <summary>Judges the moments of vectors of the catalogue.</summary>
    /// <exception cref="ArgumentException">There are fewer vectors than features.</exception>
    public static LintReport Judge(FeatureMoments moments)
    {
        var features = FeatureCatalogue.All;
        if (moments.Count <= features.Length)
        {
            throw new ArgumentException($"{moments.Count} vectors cannot show the rank of {features.Length} features.", nameof(moments));
        }

        var dependent = NumericalRank.Dependent(moments, features.Length);
        var declared = features.Count(feature => feature.LinearRelation is not null);
        return new LintReport(
            moments.Count,
            features.Length,
            declared,
            features.Length - dependent.Count,
            EffectiveRank(moments, features.Length),
            [.. features.Where((_, i) => moments.Variance(i) < LeastVariance).Select(feature => feature.Name)],
            [.. Twins(moments, features)],
            dependent.Count == declared ? [] : [.. dependent.Where(i => features[i].LinearRelation is null).Select(i => features[i].Name)],
            [.. features.Select((feature, i) => new FeatureStatistics(
                feature.Name, moments.Mean(i), Math.Sqrt(moments.Variance(i)), moments.Lowest(i), moments.Highest(i)))]);
    }

    private static IEnumerable<TwinFeatures> Twins(FeatureMoments moments, ImmutableArray<FeatureDefinition> features)
    {
        for (var i = 0; i < features.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var correlation = moments.Correlation(i, j);
                if (Math.Abs(correlation) > HighestCorrelation && (features[i].LinearRelation ?? features[j].LinearRelation) is null)
                {
                    yield return new TwinFeatures(features[j].Name, features[i].Name, correlation);
                }
            }
        }
    }

    // The trace of a correlation matrix is its width, the sum of squared eigenvalues that of its squared entries.
    private static double EffectiveRank(FeatureMoments moments, int width)
    {
        var squares = (double)width;
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j < i; j++)
            {
                squares += 2 * Math.Pow(moments.Correlation(i, j), 2);
            }
        }

        return width * (double)width / squares;
    }
}
