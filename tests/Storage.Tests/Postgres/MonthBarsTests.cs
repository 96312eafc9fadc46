using Bqx.Core;

namespace Bqx.Storage.Tests;

public sealed class MonthBarsTests
{
    private static readonly Minute Start = new(25_000_000);

    [Fact]
    public void Merge_Gaps_GivesEachMinuteOnceWithThePairsThatHaveIt()
    {
        var merged = new MonthBars([Bars(0, 0, 1, 4), [], Bars(2, 1, 4), Bars(3, 9)]).Merge().ToList();

        merged.Select(minute => minute.Close - Start).ShouldBe([0, 1, 4, 9]);
        merged.Select(minute => string.Join(',', minute.Bars.ToArray().Select(bar => bar.Pair.Index))).ShouldBe(["0", "0,2", "0,2", "3"]);
    }

    [Fact]
    public void Merge_Nothing_IsEmpty() => new MonthBars([[], []]).Merge().ShouldBeEmpty();

    private static Bar[] Bars(int pair, params int[] minutes) =>
        [.. minutes.Select(minute => new Bar(Pair.FromIndex(pair), Start + minute, 1, 1, 1, 1))];
}
