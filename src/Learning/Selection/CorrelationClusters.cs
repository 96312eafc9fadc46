using System.Collections.Immutable;
using Bqx.Learning.Linear;

namespace Bqx.Learning.Selection;

/// <summary>Clusters of features by complete linkage: every two features of a cluster are correlated beyond a threshold, either way.</summary>
internal static class CorrelationClusters
{
    private const double NoVariance = 1e-9;

    /// <summary>Correlations of the columns of some rows, from their second moments with a column of ones at the end.</summary>
    /// <returns>ρ, NaN where a column does not vary.</returns>
    public static double[,] Correlations(NormalEquations equations)
    {
        var n = equations.Gram.GetLength(0) - 1;
        var correlations = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var (first, second) = (Covariance(i, i), Covariance(j, j));
                correlations[i, j] = first > NoVariance && second > NoVariance ? Covariance(i, j) / Math.Sqrt(first * second) : double.NaN;
            }
        }

        return correlations;

        double Covariance(int i, int j)
        {
            var gram = equations.Gram;
            return (gram[i, j] - (gram[i, n] * gram[j, n] / equations.Rows)) / equations.Rows;
        }
    }

    /// <summary>Joins clusters, the most alike first, as long as all their members are alike. Columns that do not vary are in none.</summary>
    public static ImmutableArray<FeatureCluster> Find(double[,] correlations, double threshold)
    {
        var n = correlations.GetLength(0);
        List<int>[] clusters = [.. Enumerable.Range(0, n).Select(column => new List<int> { column })];
        var alike = from i in Enumerable.Range(0, n)
                    from j in Enumerable.Range(i + 1, n - i - 1)
                    where Math.Abs(correlations[i, j]) > threshold
                    orderby Math.Abs(correlations[i, j]) descending
                    select (First: i, Second: j);
        foreach (var (first, second) in alike)
        {
            var (one, other) = (clusters[first], clusters[second]);
            if (one != other && one.All(i => other.All(j => Math.Abs(correlations[i, j]) > threshold)))
            {
                one.AddRange(other);
                other.ForEach(column => clusters[column] = one);
            }
        }

        return
        [
            .. clusters.Distinct().Where(cluster => !double.IsNaN(correlations[cluster[0], cluster[0]]))
                .Select(cluster => new FeatureCluster(Medoid(cluster, correlations), [.. cluster.Order()])),
        ];
    }

    private static int Medoid(List<int> cluster, double[,] correlations) =>
        cluster.Order().MaxBy(i => cluster.Sum(j => Math.Abs(correlations[i, j])));
}
