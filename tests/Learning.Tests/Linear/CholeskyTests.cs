using Bqx.Learning.Linear;

namespace Bqx.Learning.Tests.Linear;

public sealed class CholeskyTests
{
    // A·[1, −2, 3] = [4·1 + 2·(−2) + 0, 2·1 + 5·(−2) + 1·3, 1·(−2) + 3·3].
    [Fact]
    public void Solve_KnownSystem_IsExact()
    {
        var factor = Cholesky.Factor(new double[,] { { 4, 2, 0 }, { 2, 5, 1 }, { 0, 1, 3 } }).ShouldNotBeNull();
        var x = factor.Solve([0, -5, 7]);
        x[0].ShouldBe(1, 1e-12);
        x[1].ShouldBe(-2, 1e-12);
        x[2].ShouldBe(3, 1e-12);
    }

    [Fact]
    public void Factor_Indefinite_IsNull() => Cholesky.Factor(new double[,] { { 1, 2 }, { 2, 1 } }).ShouldBeNull();
}
