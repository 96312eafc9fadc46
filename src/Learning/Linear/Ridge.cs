using Bqx.Core;

namespace Bqx.Learning.Linear;

/// <summary>Ridge regression: minimises |Y − X·w|² + λ·rows·|w|². Every column is shrunk, a column of ones included.</summary>
public static class Ridge
{
    /// <summary>Weights of one target, a column of the accumulated equations.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: columns are linearly dependent and λ is too small.</exception>
    public static double[] Solve(NormalEquations equations, int target, double lambda) => Solve(Factor(equations, lambda), equations, target);

    /// <summary>Weights of every target.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: columns are linearly dependent and λ is too small.</exception>
    public static double[][] SolveAll(NormalEquations equations, double lambda)
    {
        var factor = Factor(equations, lambda);
        return [.. Enumerable.Range(0, equations.Moments.GetLength(1)).Select(target => Solve(factor, equations, target))];
    }

    private static Cholesky Factor(NormalEquations equations, double lambda)
    {
        var matrix = (double[,])equations.Gram.Clone();
        for (var i = 0; i < matrix.GetLength(0); i++)
        {
            matrix[i, i] += lambda * equations.Rows;
        }

        return Cholesky.Factor(matrix) ?? throw new FaultException(
            Fault.InvalidInput, $"The columns are linearly dependent: a penalty above {lambda} is needed.");
    }

    private static double[] Solve(Cholesky factor, NormalEquations equations, int target)
    {
        var right = new double[equations.Moments.GetLength(0)];
        for (var i = 0; i < right.Length; i++)
        {
            right[i] = equations.Moments[i, target];
        }

        return factor.Solve(right);
    }
}
