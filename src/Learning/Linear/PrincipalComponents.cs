using System.Numerics.Tensors;

namespace Bqx.Learning.Linear;

/// <summary>The directions of largest variance of rows, exactly: eigenvectors of their covariance.</summary>
/// <param name="Mean">Mean of each column.</param>
/// <param name="Directions">Components × columns, row-major: orthonormal, by falling variance, each with its largest weight positive.</param>
/// <param name="Variances">Variance along each direction.</param>
/// <param name="Explained">Share of the total variance that the directions explain together, 0 to 1.</param>
public sealed record PrincipalComponents(double[] Mean, double[] Directions, double[] Variances, double Explained)
{
    /// <summary>How many directions there are.</summary>
    public int Count => Variances.Length;

    /// <summary>Fits.</summary>
    /// <param name="equations">The rows, with a last column of ones, finished.</param>
    /// <param name="components">Directions wanted.</param>
    public static PrincipalComponents Fit(NormalEquations equations, int components)
    {
        var columns = equations.Gram.GetLength(0) - 1;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(components, columns);
        var mean = new double[columns];
        for (var i = 0; i < columns; i++)
        {
            mean[i] = equations.Gram[i, columns] / equations.Rows;
        }

        var covariance = new double[columns, columns];
        var total = 0.0;
        for (var i = 0; i < columns; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                covariance[i, j] = (equations.Gram[i, j] / equations.Rows) - (mean[i] * mean[j]);
            }

            total += covariance[i, i];
        }

        var eigen = SymmetricEigen.Decompose(covariance);
        var directions = new double[components * columns];
        for (var k = 0; k < components; k++)
        {
            eigen.Vector(k).CopyTo(directions.AsSpan(k * columns));
        }

        var variances = Array.ConvertAll(eigen.Values[..components], value => Math.Max(0, value));
        return new PrincipalComponents(mean, directions, variances, total > 0 ? variances.Sum() / total : 0);
    }

    /// <summary>Coordinate of a row along a direction.</summary>
    public double Project(ReadOnlySpan<float> row, int component)
    {
        var direction = Directions.AsSpan(component * Mean.Length, Mean.Length);
        var sum = -TensorPrimitives.Dot<double>(Mean, direction);
        for (var i = 0; i < direction.Length; i++)
        {
            sum += row[i] * direction[i];
        }

        return sum;
    }
}
