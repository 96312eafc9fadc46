using System.Reflection;
using Bqx.Core;
using Bqx.Learning.Splits;

namespace Bqx.Learning.Tests.Splits;

public sealed class PurgedSplitTests
{
    private static readonly Embargo Embargo = Embargo.For(Target.Primary);

    [Theory]
    [InlineData(60, 60, 1500)]
    [InlineData(75, 15, 1515)]
    [InlineData(60, 75, 1515)]
    public void Embargo_OfATarget_IsTheLongerReachAndADay(int window, int horizon, int expected) =>
        Embargo.For(new Target(new Window(window), new Horizon(horizon))).Minutes.ShouldBe(expected);

    [Fact]
    public void Divide_TwentyThousandMinutes_SeparatesEveryBlock()
    {
        var split = PurgedSplit.Divide(new MinuteRange(1000, 20999), Embargo);

        split.Train.First.ShouldBe(1000);
        split.Test.Last.ShouldBe(20999);
        (split.Validation.First - split.Train.Last).ShouldBe(1500);
        (split.Calibration.First - split.Validation.Last).ShouldBe(1500);
        (split.Test.First - split.Calibration.Last).ShouldBe(1500);
        // 20,000 − 3·1,499 = 15,503 usable minutes.
        split.Train.Length.ShouldBe(8526);
        split.Validation.Length.ShouldBe(2325);
        split.Calibration.Length.ShouldBe(1550);
        split.Test.Length.ShouldBe(3102);
    }

    [Fact]
    public void Divide_TooShort_SaysHowMuchIsNeeded() =>
        Should.Throw<FaultException>(() => PurgedSplit.Divide(new MinuteRange(0, 5000), Embargo))
            .Message.ShouldContain("at least 6900");

    [Fact]
    public void Divide_ShortestAllowed_Works() => PurgedSplit.Divide(new MinuteRange(0, 6899), Embargo).Calibration.Length.ShouldBeGreaterThanOrEqualTo(240);

    [Fact]
    public void Of_BlocksOneMinuteTooClose_IsRefused()
    {
        var train = new MinuteRange(0, 999);
        var calibration = new MinuteRange(5000, 5999);
        var test = new MinuteRange(9000, 9999);

        PurgedSplit.Of(Embargo, train, new MinuteRange(2499, 3499), calibration, test).Validation.First.ShouldBe(2499);
        Should.Throw<FaultException>(() => PurgedSplit.Of(Embargo, train, new MinuteRange(2498, 3499), calibration, test))
            .Message.ShouldContain("begins 1499 market minutes after");
    }

    [Fact]
    public void Of_BlocksOutOfOrder_IsRefused() => Should.Throw<FaultException>(() => PurgedSplit.Of(
        Embargo, new MinuteRange(9000, 9999), new MinuteRange(0, 999), new MinuteRange(3000, 3999), new MinuteRange(6000, 6999)));

    [Fact]
    public void Of_EmptyBlock_IsRefused() => Should.Throw<FaultException>(() => PurgedSplit.Of(
        Embargo, new MinuteRange(0, 999), new MinuteRange(3000, 2999), new MinuteRange(6000, 6999), new MinuteRange(9000, 9999)));

    [Fact]
    public void Type_HasNoWayAroundTheEmbargo()
    {
        typeof(PurgedSplit).GetConstructors(BindingFlags.Public | BindingFlags.Instance).ShouldBeEmpty();
        typeof(Embargo).GetConstructors(BindingFlags.Public | BindingFlags.Instance).ShouldBeEmpty();
        typeof(PurgedSplit).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .ShouldAllBe(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Embargo)));
    }
}
