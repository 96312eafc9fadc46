using System.Numerics.Tensors;

namespace Bqx.Learning.Linear;

/// <summary>
/// All eigenvalues and eigenvectors of a symmetric matrix: Householder reflections to a tridiagonal matrix, then implicit QR steps with
/// Wilkinson's shift (Golub and Van Loan, Matrix Computations, §8.3). Some 6·n³ operations.
/// </summary>
public sealed class SymmetricEigen
{
    private const int MaxStepsAnEigenvalue = 60;

    private readonly int _size;
    private readonly double[][] _vectors;

    private SymmetricEigen(double[,] matrix)
    {
        _size = matrix.GetLength(0);
        var rows = Rows(matrix);
        var (diagonal, beside) = (new double[_size], new double[_size]);
        _vectors = Tridiagonalise(rows, diagonal, beside);
        Diagonalise(diagonal, beside);
        Values = diagonal;
        Order();
    }

    /// <summary>Eigenvalues, the largest first.</summary>
    public double[] Values { get; private set; }

    /// <summary>
    /// Unit eigenvector of an eigenvalue. Its sign is that which makes its largest component (the first of several) positive.
    /// </summary>
    public ReadOnlySpan<double> Vector(int index) => _vectors[index];

    /// <summary>Decomposes a matrix; its upper half is not read.</summary>
    public static SymmetricEigen Decompose(double[,] matrix)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.GetLength(1), matrix.GetLength(0));
        return new SymmetricEigen(matrix);
    }

    private static double[][] Rows(double[,] matrix)
    {
        var rows = new double[matrix.GetLength(0)][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new double[rows.Length];
            for (var j = 0; j < rows.Length; j++)
            {
                rows[i][j] = i >= j ? matrix[i, j] : matrix[j, i];
            }
        }

        return rows;
    }

    // Returns Qᵀ by rows, where A = Q·T·Qᵀ.
    private double[][] Tridiagonalise(double[][] a, double[] diagonal, double[] beside)
    {
        var reflections = new double[_size][];
        var (product, update) = (new double[_size], new double[_size]);
        for (var k = 0; k < _size - 2; k++)
        {
            var v = reflections[k] = Reflection(a[k].AsSpan(k + 1), out beside[k]);
            var n = v.Length;
            for (var i = 0; i < n; i++)
            {
                product[i] = 2 * TensorPrimitives.Dot<double>(a[k + 1 + i].AsSpan(k + 1), v);
            }

            // H·A·H = A − v·wᵀ − w·vᵀ with p = 2·A·v and w = p − (vᵀp)·v.
            var overlap = TensorPrimitives.Dot<double>(product.AsSpan(0, n), v);
            TensorPrimitives.MultiplyAdd(v, -overlap, product.AsSpan(0, n), update);
            for (var i = 0; i < n; i++)
            {
                var row = a[k + 1 + i].AsSpan(k + 1);
                TensorPrimitives.MultiplyAdd(update.AsSpan(0, n), -v[i], row, row);
                TensorPrimitives.MultiplyAdd(v, -update[i], row, row);
            }
        }

        for (var i = 0; i < _size; i++)
        {
            diagonal[i] = a[i][i];
        }

        if (_size > 1)
        {
            beside[_size - 2] = a[_size - 2][_size - 1];
        }

        return Accumulate(reflections);
    }

    // Unit v such that (I − 2vvᵀ)·x = (length, 0, …); zeros where x has that form already.
    private static double[] Reflection(ReadOnlySpan<double> x, out double length)
    {
        var v = x.ToArray();
        length = x[0];
        if (TensorPrimitives.SumOfSquares(x[1..]) > 0)
        {
            length = -Math.CopySign(TensorPrimitives.Norm(x), x[0]);
            v[0] -= length;
            TensorPrimitives.Divide(v, TensorPrimitives.Norm<double>(v), v);
        }
        else
        {
            Array.Clear(v);
        }

        return v;
    }

    private double[][] Accumulate(double[][] reflections)
    {
        var transposed = new double[_size][];
        for (var i = 0; i < _size; i++)
        {
            transposed[i] = new double[_size];
            transposed[i][i] = 1;
        }

        for (var k = _size - 3; k >= 0; k--)
        {
            for (var i = k + 1; i < _size; i++)
            {
                var row = transposed[i].AsSpan(k + 1);
                TensorPrimitives.MultiplyAdd(reflections[k], -2 * TensorPrimitives.Dot<double>(row, reflections[k]), row, row);
            }
        }

        return transposed;
    }

    private void Diagonalise(double[] diagonal, double[] beside)
    {
        var steps = 0;
        var last = _size - 1;
        while (last > 0)
        {
            if (IsNegligible(diagonal, beside, last - 1))
            {
                beside[last - 1] = 0;
                last--;
                continue;
            }

            if (++steps > MaxStepsAnEigenvalue * _size)
            {
                throw new InvalidOperationException($"The eigenvalues of a matrix of {_size} rows did not converge: is every element finite?");
            }

            var first = last - 1;
            while (first > 0 && !IsNegligible(diagonal, beside, first - 1))
            {
                first--;
            }

            Step(diagonal, beside, first, last);
        }
    }

    private static bool IsNegligible(double[] diagonal, double[] beside, int index) =>
        Math.Abs(beside[index]) <= double.Epsilon + (1e-16 * (Math.Abs(diagonal[index]) + Math.Abs(diagonal[index + 1])));

    // One implicit QR step over the block first..last: a rotation of each two neighbours chases the bulge down.
    private void Step(double[] diagonal, double[] beside, int first, int last)
    {
        var half = (diagonal[last - 1] - diagonal[last]) / 2;
        var end = beside[last - 1];
        var shift = diagonal[last] - (end * end / (half + Math.CopySign(Math.Sqrt((half * half) + (end * end)), half)));
        var (x, bulge) = (diagonal[first] - shift, beside[first]);
        for (var k = first; k < last; k++)
        {
            var radius = Math.Sqrt((x * x) + (bulge * bulge));
            var (cosine, sine) = radius > 0 ? (x / radius, bulge / radius) : (1, 0);
            if (k > first)
            {
                beside[k - 1] = radius;
            }

            var (one, two, between) = (diagonal[k], diagonal[k + 1], beside[k]);
            diagonal[k] = (cosine * cosine * one) + (2 * cosine * sine * between) + (sine * sine * two);
            diagonal[k + 1] = (sine * sine * one) - (2 * cosine * sine * between) + (cosine * cosine * two);
            beside[k] = (cosine * sine * (two - one)) + (((cosine * cosine) - (sine * sine)) * between);
            if (k + 1 < last)
            {
                (x, bulge) = (beside[k], sine * beside[k + 1]);
                beside[k + 1] *= cosine;
            }

            Rotate(_vectors[k], _vectors[k + 1], cosine, sine);
        }
    }

    private static void Rotate(double[] one, double[] two, double cosine, double sine)
    {
        for (var i = 0; i < one.Length; i++)
        {
            (one[i], two[i]) = ((cosine * one[i]) + (sine * two[i]), (cosine * two[i]) - (sine * one[i]));
        }
    }

    private void Order()
    {
        Array.Sort(Array.ConvertAll(Values, value => -value), _vectors);
        Values = [.. Values.OrderDescending()];
        foreach (var vector in _vectors)
        {
            if (vector[LargestMagnitude.IndexOf<double>(vector)] < 0)
            {
                TensorPrimitives.Negate<double>(vector, vector);
            }
        }
    }
}
