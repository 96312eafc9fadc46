using Bqx.LoadTests.Measuring;
using Shouldly;

namespace Bqx.LoadTests.Tests.Measuring;

public sealed class MemorySlopeTests
{
    [Fact]
    public void PercentOf_ALine_IsItsRiseOverItsMean() =>
        MemorySlope.PercentOf([(0, 100), (1, 110), (2, 120)]).ShouldBe(100.0 * 20 / 110, 1e-9);

    // x̄ = 1.5, ȳ = 103, Σ(x − x̄)(y − ȳ) = −1.5·−3 − 0.5·1 + 0.5·−1 + 1.5·3 = 8, Σ(x − x̄)² = 5: slope 1.6 over 3 s.
    [Fact]
    public void PercentOf_ScatteredValues_IsTheLeastSquaresLine() =>
        MemorySlope.PercentOf([(0, 100), (1, 104), (2, 102), (3, 106)]).ShouldBe(100 * 1.6 * 3 / 103, 1e-9);

    [Fact]
    public void PercentOf_ASawtooth_IsNearZero() =>
        Math.Abs(MemorySlope.PercentOf([.. Enumerable.Range(0, 100).Select(i => ((double)i, 100.0 + (i % 2)))])).ShouldBeLessThan(0.1);

    [Fact]
    public void PercentOf_OneValue_IsZero() => MemorySlope.PercentOf([(0, 100)]).ShouldBe(0);
}
