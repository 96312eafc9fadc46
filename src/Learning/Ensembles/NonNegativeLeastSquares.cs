using Bqx.Learning.Linear;

namespace Bqx.Learning.Ensembles;

/// <summary>
/// Minimises ½wᵀGw − cᵀw over w ≥ 0, with or without a bound on Σw: least squares of a target on a few experts, G their second moments and
/// c their products with the target. The active-set method of Lawson and Hanson (1974).
/// </summary>
internal static class NonNegativeLeastSquares
{
    // Of the largest moment: experts that say the same share a weight instead of making G singular.
    private const double Jitter = 1e-10;
    private const double Tolerance = 1e-12;
    private const int Halvings = 200;

    /// <summary>The weights without a bound on their sum.</summary>
    public static double[] Solve(double[,] gram, double[] moments) => LawsonHanson(Regular(gram), moments);

    /// <summary>The weights of a sum of at most 1.</summary>
    public static double[] SolveAtMostOne(double[,] gram, double[] moments)
    {
        var free = Solve(gram, moments);
        return free.Sum() <= 1 ? free : SolveSumOne(gram, moments);
    }

    /// <summary>
    /// The weights of sum 1. With a multiplier λ on the sum the solution is that for c − λ, whose sum falls as λ rises: λ is bracketed, then
    /// halved down to the last bit.
    /// </summary>
    public static double[] SolveSumOne(double[,] gram, double[] moments)
    {
        var regular = Regular(gram);
        var scale = Scale(regular) + moments.Max(Math.Abs);
        var (low, high) = (-scale, scale);
        while (Shifted(low).Sum() < 1)
        {
            low *= 2;
        }

        for (var i = 0; i < Halvings; i++)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = Shifted(middle).Sum() >= 1 ? (middle, high) : (low, middle);
        }

        var weights = Shifted(low);
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);

        double[] Shifted(double lambda) => LawsonHanson(regular, Array.ConvertAll(moments, moment => moment - lambda));
    }

    private static double[] LawsonHanson(double[,] gram, double[] moments)
    {
        var n = moments.Length;
        var weights = new double[n];
        var passive = new bool[n];
        var least = Tolerance * moments.Max(Math.Abs);
        for (var step = 0; step < 3 * n * n; step++)
        {
            var gradient = Gradient(gram, moments, weights);
            var entering = Enumerable.Range(0, n).Where(i => !passive[i]).OrderByDescending(i => gradient[i]).FirstOrDefault(-1);
            if (entering < 0 || gradient[entering] <= least)
            {
                break;
            }

            passive[entering] = true;
            Descend(gram, moments, weights, passive);
        }

        return weights;
    }

    // Goes to the least squares of the passive set; what would turn negative on the way leaves it.
    private static void Descend(double[,] gram, double[] moments, double[] weights, bool[] passive)
    {
        while (true)
        {
            var goal = SolvePassive(gram, moments, passive);
            var step = 1.0;
            for (var i = 0; i < weights.Length; i++)
            {
                if (passive[i] && goal[i] <= 0)
                {
                    step = Math.Min(step, weights[i] / (weights[i] - goal[i]));
                }
            }

            for (var i = 0; i < weights.Length; i++)
            {
                var moved = weights[i] + (step * (goal[i] - weights[i]));
                passive[i] &= goal[i] > 0 || moved > Tolerance * Math.Abs(goal[i]);
                weights[i] = passive[i] ? moved : 0;
            }

            if (step >= 1)
            {
                return;
            }
        }
    }

    private static double[] SolvePassive(double[,] gram, double[] moments, bool[] passive)
    {
        int[] chosen = [.. Enumerable.Range(0, passive.Length).Where(i => passive[i])];
        var matrix = new double[chosen.Length, chosen.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            for (var j = 0; j < chosen.Length; j++)
            {
                matrix[i, j] = gram[chosen[i], chosen[j]];
            }
        }

        var solution = Cholesky.Factor(matrix)!.Solve(Array.ConvertAll(chosen, i => moments[i]));
        var goal = new double[passive.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            goal[chosen[i]] = solution[i];
        }

        return goal;
    }

    private static double[] Gradient(double[,] gram, double[] moments, double[] weights)
    {
        var gradient = (double[])moments.Clone();
        for (var i = 0; i < gradient.Length; i++)
        {
            for (var j = 0; j < weights.Length; j++)
            {
                gradient[i] -= gram[i, j] * weights[j];
            }
        }

        return gradient;
    }

    private static double[,] Regular(double[,] gram)
    {
        var regular = (double[,])gram.Clone();
        var jitter = Math.Max(double.Epsilon, Jitter * Scale(gram));
        for (var i = 0; i < gram.GetLength(0); i++)
        {
            regular[i, i] += jitter;
        }

        return regular;
    }

    private static double Scale(double[,] gram) => Enumerable.Range(0, gram.GetLength(0)).Max(i => gram[i, i]);
}
