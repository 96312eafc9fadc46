namespace Bqx.Core.Tests;

public sealed class PairTests
{
    /// <summary>The 28 pairs as the market names them, by base in the priority EUR GBP AUD NZD USD CAD CHF JPY.</summary>
    private const string Names =
        "EURGBP EURAUD EURNZD EURUSD EURCAD EURCHF EURJPY GBPAUD GBPNZD GBPUSD GBPCAD GBPCHF GBPJPY AUDNZD "
        + "AUDUSD AUDCAD AUDCHF AUDJPY NZDUSD NZDCAD NZDCHF NZDJPY USDCAD USDCHF USDJPY CADCHF CADJPY CHFJPY";

    [Fact]
    public void All_Names_AreThe28PairsInOrder() =>
        string.Join(' ', Pair.All.Select(pair => pair.Name)).ShouldBe(Names);

    [Fact]
    public void All_Indices_AreTheirRows() =>
        Pair.All.Select(pair => pair.Index).ShouldBe(Enumerable.Range(0, Pair.Count));

    [Theory]
    [InlineData("EURUSD", 100_000, 5)]
    [InlineData("USDJPY", 1_000, 3)]
    [InlineData("GBPJPY", 1_000, 3)]
    [InlineData("NZDCHF", 100_000, 5)]
    public void TicksPerUnit_Quote_GivesThePipette(string name, int ticks, int decimals)
    {
        Pair.Parse(name).TicksPerUnit.ShouldBe(ticks);
        Pair.Parse(name).Decimals.ShouldBe(decimals);
    }

    [Fact]
    public void Parse_AnyCase_FindsThePair() => Pair.Parse("eurUsd").ShouldBe(Pair.Parse("EURUSD"));

    [Theory]
    [InlineData("USDEUR")]
    [InlineData("EURUSD ")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_NotAPair_IsFalse(string? name) => Pair.TryParse(name, out _).ShouldBeFalse();

    [Fact]
    public void Parse_NotAPair_NamesTheValue()
    {
        var error = Should.Throw<FaultException>(() => Pair.Parse("USDEUR"));

        error.Fault.ShouldBe(Fault.UnknownPair);
        error.Message.ShouldContain("'USDEUR'");
        error.Message.ShouldContain("EURUSD");
    }

    [Fact]
    public void Parse_HostileName_IsCutAndCleaned()
    {
        var error = Should.Throw<FaultException>(() => Pair.Parse("\u001b[2J\n" + new string('x', 10_000)));

        error.Message.Length.ShouldBeLessThan(200);
        error.Message.Any(char.IsControl).ShouldBeFalse();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(28)]
    public void FromIndex_OutOfRange_Throws(int index) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Pair.FromIndex(index));
}
