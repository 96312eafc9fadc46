namespace Bqx.Features.Lint;

/// <summary>Rank of a correlation matrix by Cholesky's factorisation with pivoting.</summary>
internal static class NumericalRank
{
    /// <summary>
    /// What the others leave of a column's variance. Features are 32-bit: an exact linear relation leaves some 1e-14 of rounding, while
    /// one that holds to first order in the returns only (fits of BQX against fits of prices) leaves 1e-10 and more.
    /// </summary>
    public const double Tolerance = 1e-12;

    /// <returns>The columns that are left over when the pivots have been taken out, in order: one for each linear relation.</returns>
    public static IReadOnlyList<int> Dependent(FeatureMoments moments, int width)
    {
        var left = new double[width][];
        for (var i = 0; i < width; i++)
        {
            left[i] = [.. Enumerable.Range(0, width).Select(j => i == j ? 1 : moments.Correlation(i, j))];
        }

        var remaining = Enumerable.Range(0, width).Where(i => moments.Variance(i) > 0).ToList();
        while (remaining.Count > 0)
        {
            var pivot = remaining.MaxBy(i => left[i][i]);
            if (left[pivot][pivot] < Tolerance)
            {
                break;
            }

            remaining.Remove(pivot);
            var scale = 1 / left[pivot][pivot];
            foreach (var i in remaining)
            {
                var factor = left[i][pivot] * scale;
                foreach (var j in remaining)
                {
                    left[i][j] -= factor * left[pivot][j];
                }
            }
        }

        return [.. remaining.Order()];
    }
}
