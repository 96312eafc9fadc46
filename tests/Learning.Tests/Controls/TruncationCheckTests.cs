using Bqx.Core;
using Bqx.Learning.Controls;

namespace Bqx.Learning.Tests.Controls;

public sealed class TruncationCheckTests
{
    private static readonly List<MinuteBars> Bars = [.. new TestMarket().Generate(WalkKind.Gaussian, 0, 3, 50)];
    private static readonly string[] Names = ["past", "next", "mean_of_all", "undefined"];

    [Fact]
    public void Run_ValuesThatLookAhead_AreNamed() =>
        TruncationCheck.Run(Names, Read, Bars, [10, 30]).ShouldBe(["next", "mean_of_all"]);

    [Fact]
    public void Run_AtTheEnd_FindsNothingToTakeAway() => TruncationCheck.Run(Names, Read, Bars, [49]).ShouldBeEmpty();

    // At 48 the next bar is the last there is: only one of the two cuts shows the leak.
    [Fact]
    public void Run_LeakAtOneCutOnly_IsNamed() => TruncationCheck.Run(Names, Read, Bars, [49, 48]).ShouldContain("next");

    private static float[] Read(IReadOnlyList<MinuteBars> bars, Minute at)
    {
        float[] closes = [.. bars.Select(minute => (float)minute.Bars.Span[0].CloseTicks)];
        var now = bars.ToList().FindIndex(minute => minute.Close == at);
        return [closes[now] - closes[now - 1], now + 1 < closes.Length ? closes[now + 1] : 0, closes.Average(), float.NaN];
    }
}
