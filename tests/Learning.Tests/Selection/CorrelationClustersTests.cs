using Bqx.Learning.Linear;
using Bqx.Learning.Selection;

namespace Bqx.Learning.Tests.Selection;

public sealed class CorrelationClustersTests
{
    // 0–1 most alike; 2 is like 1 but not like 0, so it stays alone; 3 is like 4 the other way round; 5 does not vary.
    [Fact]
    public void Find_ChainAndMirror_JoinsOnlyWhereAllAreAlike()
    {
        var correlations = Symmetric(6, (0, 1, 0.99), (1, 2, 0.96), (0, 2, 0.94), (3, 4, -0.97));
        for (var i = 0; i < 6; i++)
        {
            correlations[i, 5] = correlations[5, i] = double.NaN;
        }

        var clusters = CorrelationClusters.Find(correlations, 0.95);

        clusters.Select(cluster => string.Join(' ', cluster.Members)).ShouldBe(["0 1", "2", "3 4"]);
        clusters.Select(cluster => cluster.Representative).ShouldBe([0, 2, 3]);
    }

    [Fact]
    public void Find_ClusterOfThree_IsRepresentedByItsMiddle()
    {
        var clusters = CorrelationClusters.Find(Symmetric(3, (0, 1, 0.98), (1, 2, 0.98), (0, 2, 0.96)), 0.95);

        clusters.ShouldHaveSingleItem().Representative.ShouldBe(1);
    }

    // Columns 1, 2, 3, 4 and 1, 3, 2, 4: covariance 1, variances 1.25, so ρ = 0.8; −x gives −1; a constant none.
    [Fact]
    public void Correlations_KnownColumns_AreByHand()
    {
        var equations = new NormalEquations(5, 0);
        float[][] rows = [[1, 1, -1, 3, 1], [2, 3, -2, 3, 1], [3, 2, -3, 3, 1], [4, 4, -4, 3, 1]];
        foreach (var row in rows)
        {
            equations.Add(row, []);
        }

        equations.Finish();
        var correlations = CorrelationClusters.Correlations(equations);

        correlations[0, 1].ShouldBe(0.8, 1e-12);
        correlations[0, 2].ShouldBe(-1, 1e-12);
        correlations[0, 3].ShouldBe(double.NaN);
    }

    private static double[,] Symmetric(int n, params (int I, int J, double Rho)[] pairs)
    {
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            matrix[i, i] = 1;
        }

        foreach (var (i, j, rho) in pairs)
        {
            matrix[i, j] = matrix[j, i] = rho;
        }

        return matrix;
    }
}
