namespace Bqx.Core.Tests.Market;

public sealed class SistersTests
{
    [Fact]
    public void Of_EurUsd_IsTheTwelveInPriorityOrder() =>
        Describe("EURUSD").ShouldBe(
            "+EURGBP +GBPUSD +EURAUD +AUDUSD +EURNZD +NZDUSD +EURCAD -USDCAD +EURCHF -USDCHF +EURJPY -USDJPY");

    [Fact]
    public void Of_CadChf_TurnsOverWhatIsQuotedTheOtherWay() =>
        Describe("CADCHF").ShouldBe(
            "-EURCAD +EURCHF -GBPCAD +GBPCHF -AUDCAD +AUDCHF -NZDCAD +NZDCHF -USDCAD +USDCHF +CADJPY -CHFJPY");

    [Fact]
    public void Of_EveryPair_TwoSlotsAddUpToThePair()
    {
        // Any prices of the eight currencies will do.
        var price = Enum.GetValues<Currency>().ToDictionary(currency => currency, currency => 1.7 + Math.Sin((int)currency));
        double Log(Pair pair) => Math.Log(price[pair.Base] / price[pair.Quote]);
        foreach (var pair in Pair.All)
        {
            var sisters = Sisters.Of(pair);
            sisters.Length.ShouldBe(Sisters.Count);
            sisters.Select(sister => sister.Pair).ShouldBeUnique();
            for (var slot = 0; slot < Sisters.Count; slot += 2)
            {
                var (first, second) = (sisters[slot], sisters[slot + 1]);
                ((first.Orientation * Log(first.Pair)) + (second.Orientation * Log(second.Pair))).ShouldBe(Log(pair), 1e-12);
            }
        }
    }

    [Fact]
    public void Of_ASister_SeesThePairWithTheSameOrientation()
    {
        foreach (var pair in Pair.All)
        {
            foreach (var sister in Sisters.Of(pair))
            {
                Sisters.Of(sister.Pair).ShouldContain(new Sister(pair, sister.Orientation));
            }
        }
    }

    private static string Describe(string name) => string.Join(
        ' ', Sisters.Of(Pair.Parse(name)).Select(sister => $"{(sister.Orientation > 0 ? '+' : '-')}{sister.Pair}"));
}
