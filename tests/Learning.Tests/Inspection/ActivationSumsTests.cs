using Bqx.Core;
using Bqx.Learning.Inspection;

namespace Bqx.Learning.Tests.Inspection;

public sealed class ActivationSumsTests
{
    private static readonly Pair One = Pair.Parse("EURUSD");
    private static readonly Pair Other = Pair.Parse("GBPUSD");

    // Three units. Unit 0 is 2 in strong bears and 0 in strong bulls: mean 1, deviation 1. Unit 1 is 1, 3, 1, 3: mean 2, deviation 1, the same
    // mean in both regimes. Unit 2 is 0 on the first pair and 4 on one row of the second: mean 1, deviation √3.
    [Fact]
    public void Describe_TwoPairs_HasTheirMeansAndDeadUnits_AndTheTellingUnitsFirst()
    {
        var sums = new ActivationSums();
        sums.Add(One, [0, 0], [2, 1, 0, 2, 3, 0]);
        sums.Add(Other, [4, 4], [0, 1, 0, 0, 3, 4]);

        var shared = sums.Describe(2);

        (shared.Rows, shared.Width).ShouldBe((4, 3));
        shared.Pairs.ShouldBe([
            new PairActivity("EURUSD", 2, 8 / 6.0, 4 / 6.0, 1 / 3.0),
            new PairActivity("GBPUSD", 2, 8 / 6.0, 3 / 6.0, 1 / 3.0),
        ]);
        shared.Units.Select(unit => unit.Unit).ShouldBe([0, 2]);
        shared.Units[0].Regimes.ShouldBe([1, double.NaN, double.NaN, double.NaN, -1]);
        shared.Units[1].Regimes[0].ShouldBe(-1 / Math.Sqrt(3), 1e-12);
        shared.Units[1].Regimes[4].ShouldBe(1 / Math.Sqrt(3), 1e-12);
    }

    [Fact]
    public void Describe_UnitThatNeverChanges_TellsNothing()
    {
        var sums = new ActivationSums();
        sums.Add(One, [1, 3], [0, 0]);

        sums.Describe(5).Units.ShouldHaveSingleItem().Regimes.ShouldBe([double.NaN, 0, double.NaN, 0, double.NaN]);
    }
}
