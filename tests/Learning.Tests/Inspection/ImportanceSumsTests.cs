using Bqx.Learning.Inspection;

namespace Bqx.Learning.Tests.Inspection;

public sealed class ImportanceSumsTests
{
    // Losses of both pairs: 20, 40, 10. Of "a" the first pair adds (2/20 + 4/40 + 1/10)/3 = 0.1, the second 0.2/3 + 0 + 0.4/3 = 0.2:
    // in all 0.3, with the error √(2·(0.05² + 0.05²)) = 0.1. The embedding adds −0.05 and −0.05.
    [Fact]
    public void Rank_TwoPairs_IsTheGrowthOfTheirSumsOverTheirLosses_WithTheErrorOfPairs()
    {
        var sums = new ImportanceSums(2);
        sums.Add(new PermutedLosses(30, new[,] { { 10.0, 20, 5 }, { 12, 24, 6 }, { 10, 14, 5 } }));
        sums.Add(new PermutedLosses(50, new[,] { { 10.0, 20, 5 }, { 14, 20, 9 }, { 7, 20, 5 } }));
        sums.Add(new PermutedLosses(0, new double[3, 3]));

        var inputs = sums.Rank(["a"]);

        sums.Rows.ShouldBe(80);
        inputs.Select(input => (input.Name, input.IsEmbedding)).ShouldBe([("a", false), ("embedding_0", true)]);
        inputs.Select(input => input.Value).ShouldBe([0.3, -0.1], 1e-12);
        inputs.Select(input => input.Error).ShouldBe([0.1, 0], 1e-12);
    }

    [Fact]
    public void Rank_OnePair_HasNoError()
    {
        var sums = new ImportanceSums(1);
        sums.Add(new PermutedLosses(3, new[,] { { 1.0, 1, 1 }, { 1, 1, 4 } }));

        sums.Rank(["a"]).ShouldBe([new InputImportance("a", false, 1, double.NaN)]);
    }
}
