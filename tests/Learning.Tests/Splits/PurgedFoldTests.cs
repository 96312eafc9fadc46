using Bqx.Core;
using Bqx.Learning.Splits;

namespace Bqx.Learning.Tests.Splits;

public sealed class PurgedFoldTests
{
    private static readonly Embargo Gap = Embargo.For(Target.Primary);

    // Thirds of 12,000 minutes; embargoes of 60 + 1440 = 1500.
    [Fact]
    public void Divide_ThreeParts_AreJudgedOnceAndKeptApart()
    {
        var folds = PurgedFold.Divide(new MinuteRange(100, 12_099), 3, Gap);

        folds.Select(fold => fold.Test).ShouldBe([new(100, 4099), new(4100, 8099), new(8100, 12_099)]);
        folds[0].Train.ShouldBe([new MinuteRange(5599, 12_099)]);
        folds[1].Train.ShouldBe([new MinuteRange(100, 2600), new MinuteRange(9599, 12_099)]);
        folds[2].Train.ShouldBe([new MinuteRange(100, 6600)]);
    }

    [Theory]
    [InlineData(8_000, 3)]
    [InlineData(100_000, 1)]
    public void Divide_TooShortOrTooFew_IsRefused(int minutes, int parts) =>
        Should.Throw<FaultException>(() => PurgedFold.Divide(new MinuteRange(0, minutes - 1), parts, Gap)).Fault.ShouldBe(Fault.InvalidInput);
}
