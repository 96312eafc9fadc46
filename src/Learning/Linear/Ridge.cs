using Bqx.Core;

namespace Bqx.Learning.Linear;

/// <summary>Ridge regression: minimises |Y − X·w|² + λ·rows·|w|². Every column is shrunk, a column of ones included.</summary>
public static class Ridge
{
    /// <summary>Weights of one target, a column of the accumulated equations.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: columns are linearly dependent and λ is too small.</exception>
    public static double[] Solve(NormalEquations equations, int target, double lambda)
    {
        var n = equations.Gram.GetLength(0);
        var matrix = (double[,])equations.Gram.Clone();
        var right = new double[n];
        for (var i = 0; i < n; i++)
        {
            matrix[i, i] += lambda * equations.Rows;
            right[i] = equations.Moments[i, target];
        }

        var factor = Cholesky.Factor(matrix) ?? throw new FaultException(
            Fault.InvalidInput, $"The columns are linearly dependent: a penalty above {lambda} is needed.");
        return factor.Solve(right);
    }
}
