using Bqx.Learning.Ensembles;

namespace Bqx.Learning.Tests.Ensembles;

public sealed class NonNegativeLeastSquaresTests
{
    // Uncorrelated experts of unit power: each weight is its own product, bounded below by 0.
    [Fact]
    public void Solve_UncorrelatedExperts_AreTheirProducts() =>
        ShouldBeNear(NonNegativeLeastSquares.Solve(Identity(3), [0.5, -0.2, 0.1]), [0.5, 0, 0.1]);

    // G = [2 1; 1 2], c = (1, ½): G⁻¹c = (½, 0); with c = (1, 0) the free solution (⅔, −⅓) is not allowed, and w₁ = c₁/G₁₁ = ½.
    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public void Solve_TwoExpertsByHand_DropsTheSecond(double second) =>
        ShouldBeNear(NonNegativeLeastSquares.Solve(new double[,] { { 2, 1 }, { 1, 2 } }, [1, second]), [0.5, 0]);

    // Without the bound w = c = (0.9, 0.5); with it the excess 0.4 is taken from both alike.
    [Fact]
    public void SolveAtMostOne_TwoExpertsByHand_TakesTheExcessFromBoth() =>
        ShouldBeNear(NonNegativeLeastSquares.SolveAtMostOne(Identity(2), [0.9, 0.5]), [0.7, 0.3]);

    [Fact]
    public void SolveAtMostOne_SmallWeights_AreLeftAlone() =>
        ShouldBeNear(NonNegativeLeastSquares.SolveAtMostOne(Identity(2), [0.2, 0.3]), [0.2, 0.3]);

    // Missing 0.5 is added to both alike.
    [Fact]
    public void SolveSumOne_TwoExpertsByHand_AddsUpToOne() =>
        ShouldBeNear(NonNegativeLeastSquares.SolveSumOne(Identity(2), [0.2, 0.3]), [0.45, 0.55]);

    [Fact]
    public void Solve_NothingToFind_IsNothing() => ShouldBeNear(NonNegativeLeastSquares.SolveAtMostOne(Identity(2), [-1, -2]), [0, 0]);

    [Fact]
    public void Solve_SilentAndEqualExperts_StayFinite()
    {
        var weights = NonNegativeLeastSquares.SolveAtMostOne(new double[,] { { 1, 1, 0 }, { 1, 1, 0 }, { 0, 0, 0 } }, [0.6, 0.6, 0]);

        (weights[0] + weights[1]).ShouldBe(0.6, 1e-6);
        weights[2].ShouldBe(0);
    }

    // Karush, Kuhn and Tucker: with g = c − Gw, there is λ (≥ 0 and 0 unless Σw = 1) such that g = λ where w > 0 and g ≤ λ elsewhere.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Solve_RandomProblems_SatisfyTheConditionsOfTheOptimum(bool sumIsOne)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var n = random.Next(1, 8);
            var (gram, moments) = Problem(random, n);

            var weights = sumIsOne ? NonNegativeLeastSquares.SolveSumOne(gram, moments) : NonNegativeLeastSquares.SolveAtMostOne(gram, moments);

            weights.ShouldAllBe(weight => weight >= 0);
            weights.Sum().ShouldBeLessThanOrEqualTo(1 + 1e-9);
            double[] gradient = [.. Enumerable.Range(0, n).Select(i => moments[i] - Enumerable.Range(0, n).Sum(j => gram[i, j] * weights[j]))];
            var bound = sumIsOne || weights.Sum() > 1 - 1e-9;
            var lambda = bound ? Enumerable.Range(0, n).Where(i => weights[i] > 1e-9).Average(i => gradient[i]) : 0;
            (sumIsOne || lambda >= -1e-7).ShouldBeTrue($"seed {seed}");
            for (var i = 0; i < n; i++)
            {
                gradient[i].ShouldBeLessThanOrEqualTo(lambda + 1e-6, $"seed {seed}");
                (weights[i] < 1e-9 || Math.Abs(gradient[i] - lambda) < 1e-6).ShouldBeTrue($"seed {seed}, expert {i}");
            }
        }
    }

    private static (double[,] Gram, double[] Moments) Problem(Random random, int n)
    {
        var rows = Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, n + 1).Select(_ => random.NextDouble() - 0.3).ToArray()).ToList();
        var gram = new double[n, n];
        var moments = new double[n];
        for (var i = 0; i < n; i++)
        {
            moments[i] = rows.Sum(row => row[i] * row[n]);
            for (var j = 0; j < n; j++)
            {
                gram[i, j] = rows.Sum(row => row[i] * row[j]);
            }
        }

        return (gram, moments);
    }

    private static double[,] Identity(int n)
    {
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            matrix[i, i] = 1;
        }

        return matrix;
    }

    private static void ShouldBeNear(double[] actual, double[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            actual[i].ShouldBe(expected[i], 1e-8);
        }
    }
}
