using Bqx.Learning.Linear;

namespace Bqx.Learning.Tests.Linear;

public sealed class SymmetricEigenTests
{
    // [[2, 1], [1, 2]] has 3 along (1, 1) and 1 along (1, −1); the third axis stands alone with 5.
    [Fact]
    public void Decompose_KnownMatrix_IsExact()
    {
        var eigen = SymmetricEigen.Decompose(new double[,] { { 2, 1, 0 }, { 1, 2, 0 }, { 0, 0, 5 } });
        Close(eigen.Values, [5, 3, 1]);
        Close(eigen.Vector(0).ToArray(), [0, 0, 1]);
        Close(eigen.Vector(1).ToArray(), [Math.Sqrt(0.5), Math.Sqrt(0.5), 0]);
        Math.Abs(eigen.Vector(2)[0]).ShouldBe(Math.Sqrt(0.5), 1e-12);
        eigen.Vector(2)[1].ShouldBe(-eigen.Vector(2)[0], 1e-12);
    }

    // The second difference with fixed ends: 2 − 2·cos(kπ/(n+1)).
    [Fact]
    public void Decompose_SecondDifference_HasItsKnownSpectrum()
    {
        const int Size = 40;
        var matrix = new double[Size, Size];
        for (var i = 0; i < Size; i++)
        {
            matrix[i, i] = 2;
            if (i > 0)
            {
                matrix[i, i - 1] = matrix[i - 1, i] = -1;
            }
        }

        var expected = Enumerable.Range(1, Size).Select(k => 2 - (2 * Math.Cos(k * Math.PI / (Size + 1)))).OrderDescending();
        Close(SymmetricEigen.Decompose(matrix).Values, [.. expected]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(57)]
    public void Decompose_AnyMatrix_SatisfiesItsDefinition(int size)
    {
        var random = new Random(size);
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                matrix[i, j] = matrix[j, i] = random.NextDouble() - 0.5;
            }
        }

        var eigen = SymmetricEigen.Decompose(matrix);
        for (var k = 0; k < size; k++)
        {
            for (var i = 0; i < size; i++)
            {
                var product = Enumerable.Range(0, size).Sum(j => matrix[i, j] * eigen.Vector(k)[j]);
                product.ShouldBe(eigen.Values[k] * eigen.Vector(k)[i], 1e-12 * size);
            }

            for (var l = 0; l <= k; l++)
            {
                Enumerable.Range(0, size).Sum(i => eigen.Vector(k)[i] * eigen.Vector(l)[i]).ShouldBe(k == l ? 1 : 0, 1e-12 * size);
            }

            eigen.Vector(k).ToArray().MaxBy(Math.Abs).ShouldBePositive();
        }
    }

    [Fact]
    public void Decompose_RepeatedAndZeroValues_Converges() =>
        Close(SymmetricEigen.Decompose(new double[,] { { 0, 0, 0 }, { 0, 7, 0 }, { 0, 0, 7 } }).Values, [7, 7, 0]);

    private static void Close(double[] actual, double[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            actual[i].ShouldBe(expected[i], 1e-12);
        }
    }
}
