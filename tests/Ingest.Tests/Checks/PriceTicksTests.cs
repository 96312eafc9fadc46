using System.Text;
using Bqx.Core;

namespace Bqx.Ingest.Tests.Checks;

public sealed class PriceTicksTests
{
    [Theory]
    [InlineData("1.05155", 5, 105155)]
    [InlineData("1.05", 5, 105000)]
    [InlineData("1", 5, 100000)]
    [InlineData("1.", 5, 100000)]
    [InlineData(".98765", 5, 98765)]
    [InlineData("0.00001", 5, 1)]
    [InlineData("117.205", 3, 117205)]
    [InlineData("117.2050000", 3, 117205)]
    [InlineData("0001.10000", 5, 110000)]
    [InlineData("40.00000", 5, 4_000_000)]
    public void TryParse_Decimal_IsExact(string text, int decimals, int ticks)
    {
        PriceTicks.TryParse(Encoding.UTF8.GetBytes(text), decimals, out var seen).ShouldBe(BarRejection.None);
        seen.ShouldBe(ticks);
    }

    [Theory]
    [InlineData("1.051555", 5, BarRejection.OffGrid)]
    [InlineData("117.2051", 3, BarRejection.OffGrid)]
    [InlineData("0", 5, BarRejection.NonPositivePrice)]
    [InlineData("0.00000", 5, BarRejection.NonPositivePrice)]
    [InlineData("-1.05", 5, BarRejection.NonPositivePrice)]
    [InlineData("40.00001", 5, BarRejection.PriceTooHigh)]
    [InlineData("41", 5, BarRejection.PriceTooHigh)]
    [InlineData("99999999999999999999", 5, BarRejection.PriceTooHigh)]
    [InlineData("", 5, BarRejection.Malformed)]
    [InlineData(".", 5, BarRejection.Malformed)]
    [InlineData("1.0.5", 5, BarRejection.Malformed)]
    [InlineData("1e5", 5, BarRejection.Malformed)]
    [InlineData("1,05", 5, BarRejection.Malformed)]
    [InlineData("NaN", 5, BarRejection.Malformed)]
    [InlineData("1-", 5, BarRejection.Malformed)]
    [InlineData(" 1.05", 5, BarRejection.Malformed)]
    public void TryParse_AnythingElse_IsRefusedByName(string text, int decimals, BarRejection rejection) =>
        PriceTicks.TryParse(Encoding.UTF8.GetBytes(text), decimals, out _).ShouldBe(rejection);

    [Fact]
    public void TryConvert_EveryTick_ComesBack()
    {
        foreach (var pair in new[] { Pair.Parse("EURUSD"), Pair.Parse("USDJPY") })
        {
            for (var ticks = 1; ticks <= Bar.MaxTicks; ticks += 1237)
            {
                PriceTicks.TryConvert(pair, (double)ticks / pair.TicksPerUnit, out var seen).ShouldBe(BarRejection.None);
                seen.ShouldBe(ticks);
            }
        }
    }

    [Theory]
    [InlineData(1.051555, BarRejection.OffGrid)]
    [InlineData(0, BarRejection.NonPositivePrice)]
    [InlineData(-1, BarRejection.NonPositivePrice)]
    [InlineData(40.00001, BarRejection.PriceTooHigh)]
    [InlineData(double.NaN, BarRejection.Malformed)]
    [InlineData(double.PositiveInfinity, BarRejection.Malformed)]
    [InlineData(1e300, BarRejection.PriceTooHigh)]
    public void TryConvert_AnythingElse_IsRefusedByName(double price, BarRejection rejection) =>
        PriceTicks.TryConvert(Pair.Parse("EURUSD"), price, out _).ShouldBe(rejection);
}
