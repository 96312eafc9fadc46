using Bqx.Learning.Datasets;

namespace Bqx.Learning.Tests.Datasets;

public sealed class PriceHistoryTests
{
    [Fact]
    public void Bqx_KnownCloses_IsTheSum()
    {
        var prices = With(100, 104, 103, 102);

        // (103 − 102 + 104 − 102 + 100 − 102) / 102.
        prices.Bqx(3).ShouldBe(1.0 / 102, 1e-15);
    }

    [Fact]
    public void Bqx_SomeMinutesAgo_IsWhatItWasThen() => With(100, 104, 103, 102, 99, 98).Bqx(3, ago: 2).ShouldBe(1.0 / 102, 1e-15);

    [Fact]
    public void LogVolatilityAndReturn_SomeMinutesAgo_AreWhatTheyWereThen()
    {
        With(90, 100, 104, 110, 50, 70).LogVolatility(2, ago: 2).ShouldBe(With(90, 100, 104, 110).LogVolatility(2), 1e-12);
        With(100, 104, 110, 50).LogReturn(2, ago: 1).ShouldBe(Math.Log(1.1), 1e-15);
    }

    [Fact]
    public void LogReturn_KnownCloses_IsTheRatio() => With(100, 104, 110).LogReturn(2).ShouldBe(Math.Log(1.1), 1e-15);

    [Fact]
    public void LogVolatility_KnownCloses_IsHalfTheLogOfTheSquares()
    {
        var squares = Math.Pow(Math.Log(1.04), 2) + Math.Pow(Math.Log(110.0 / 104), 2);
        With(90, 100, 104, 110).LogVolatility(2).ShouldBe(0.5 * Math.Log(squares), 1e-12);
    }

    [Fact]
    public void LogVolatility_FlatPrices_IsThatOfHalfAPipette() =>
        With(100, 100, 100).LogVolatility(2).ShouldBe(Math.Log(0.005), 1e-12);

    [Fact]
    public void Add_BeforeTheFirstBar_CountsNothing()
    {
        var prices = With(0, 0, 100);
        prices.Count.ShouldBe(1);
    }

    [Fact]
    public void Bqx_MoreThanTheHistory_IsRefused() => Should.Throw<ArgumentOutOfRangeException>(() => With(100, 101).Bqx(2));

    [Fact]
    public void Bqx_AfterManyMinutes_SeesOnlyTheLast()
    {
        var prices = new PriceHistory();
        for (var i = 0; i < 5000; i++)
        {
            prices.Add(100 + (i % 7));
        }

        // i = 4999: 4999 % 7 = 1; before it 0, 6, 5.
        prices.Bqx(3).ShouldBe((-1 + 5 + 4) / 101.0, 1e-15);
    }

    private static PriceHistory With(params int[] ticks)
    {
        var prices = new PriceHistory();
        foreach (var tick in ticks)
        {
            prices.Add(tick);
        }

        return prices;
    }
}
