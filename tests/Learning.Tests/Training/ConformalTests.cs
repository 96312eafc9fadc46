using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Training;

public sealed class ConformalTests
{
    // n = 9: ⌈10·0.9⌉ = 9th; n = 19: ⌈20·0.9⌉ = 18th; n = 3: ⌈4·0.9⌉ = 4 > 3, so the largest.
    [Theory]
    [InlineData(9, 9)]
    [InlineData(19, 18)]
    [InlineData(3, 3)]
    [InlineData(100, 91)]
    public void Quantile_ScoresOneToN_IsTheRank(int count, double expected) =>
        Conformal.Quantile([.. Enumerable.Range(1, count).Reverse().Select(i => (double)i)], 0.9).ShouldBe(expected);

    [Fact]
    public void Quantile_ExchangeableScores_CoversAtItsLevel()
    {
        var random = new Random(4);
        var covered = 0;
        for (var trial = 0; trial < 4000; trial++)
        {
            double[] scores = [.. Enumerable.Range(0, 49).Select(_ => random.NextDouble())];
            covered += random.NextDouble() <= Conformal.Quantile(scores, 0.9) ? 1 : 0;
        }

        (covered / 4000.0).ShouldBe(0.9, 0.015);
    }
}
