using Bqx.Core;
using Bqx.Learning.LeadLag;

namespace Bqx.Learning.Tests.LeadLag;

public sealed class ReturnMatrixTests
{
    private static readonly int First = 900 * MarketCalendar.MinutesPerWeek;
    private static readonly Pair EurUsd = Pair.Parse("EURUSD");
    private static readonly Pair UsdJpy = Pair.Parse("USDJPY");

    private readonly ReturnMatrix _matrix = new();

    [Fact]
    public void Add_GapOfOnePair_IsSpannedByTheNextReturn()
    {
        Add(0, (EurUsd, 100_000), (UsdJpy, 110_000));
        Add(1, (EurUsd, 101_000));
        Add(2, (EurUsd, 100_000), (UsdJpy, 121_000));
        _matrix.Column(EurUsd).ShouldBe([0, Math.Log(1.01), -Math.Log(1.01)], 1e-12);
        _matrix.Column(UsdJpy).ShouldBe([0, 0, Math.Log(1.1)], 1e-12);
        (_matrix.First, _matrix.Last).ShouldBe((MarketCalendar.CloseOf(First), MarketCalendar.CloseOf(First + 2)));
    }

    [Fact]
    public void Add_ShortSilence_IsFilled()
    {
        Add(0, (EurUsd, 100_000));
        Add(31, (EurUsd, 200_000));
        _matrix.Minutes.ShouldBe(32);
        _matrix.Column(EurUsd)[^1].ShouldBe(Math.Log(2), 1e-12);
        _matrix.Column(EurUsd)[..31].ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Add_LongSilence_StartsAnew()
    {
        Add(0, (EurUsd, 100_000));
        Add(32, (EurUsd, 200_000));
        Add(33, (EurUsd, 400_000));
        _matrix.Column(EurUsd).ShouldBe([0, 0, Math.Log(2)], 1e-12);
    }

    private void Add(int minute, params (Pair Pair, int Ticks)[] bars)
    {
        var close = MarketCalendar.CloseOf(First + minute);
        _matrix.Add(new MinuteBars(close, bars.Select(bar => Bar.Fill(bar.Pair, close, bar.Ticks)).ToArray()));
    }
}
