using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Splits;

namespace Bqx.Learning.Tests.Splits;

public sealed class WalkForwardTests
{
    private static readonly Embargo Embargo = Embargo.For(Target.MultiHorizon);
    private static readonly MinuteRange Year2017 = Range("2017-01-01T22:01Z", "2017-12-29T21:59Z");

    [Fact]
    public void Embargo_OfNineTargets_IsThatOfTheLongest() => Embargo.Minutes.ShouldBe(1515);

    [Fact]
    public void Embargo_OfNoTarget_IsRefused() => Should.Throw<FaultException>(() => Embargo.For([])).Message.ShouldContain("at least one");

    [Fact]
    public void Plan_Year2017_TestsJulyToOctoberAndLocksTheRest()
    {
        var walk = WalkForward.Plan(Year2017, Embargo, new WalkForwardOptions());

        // 1 July and 1 October 2017 were days of the weekend: those months begin with the Sunday's opening, at 17:00 New York.
        walk.Folds.Select(fold => First(fold.Split.Test)).ShouldBe(
            ["2017-07-02T21:01Z", "2017-08-01T00:00Z", "2017-09-01T00:00Z", "2017-10-01T21:01Z"]);
        walk.Folds.Select(fold => fold.Index).ShouldBe([0, 1, 2, 3]);
        walk.LockBox.ShouldNotBeNull().Begin.ToString().ShouldBe("2017-11-01T00:00Z");
        walk.LockBox.End.ToString().ShouldBe("2017-12-29T21:59Z");
        walk.Folds.ShouldAllBe(fold => fold.Split.Train.First == Year2017.First);
    }

    [Fact]
    public void Plan_Year2017_ValidatesSixWeeksAndCalibratesFour()
    {
        foreach (var split in WalkForward.Plan(Year2017, Embargo, new WalkForwardOptions()).Folds.Select(fold => fold.Split))
        {
            split.Validation.Length.ShouldBe(43_200);
            split.Calibration.Length.ShouldBe(28_800);
            (split.Validation.First - split.Train.Last).ShouldBe(1515);
            (split.Calibration.First - split.Validation.Last).ShouldBe(1515);
            (split.Test.First - split.Calibration.Last).ShouldBe(1515);
        }
    }

    [Fact]
    public void Plan_RollingYear_StartsSixMonthsBeforeEachTest()
    {
        var walk = WalkForward.Plan(Year2017, Embargo, new WalkForwardOptions { Window = WalkForwardWindow.Rolling });

        walk.Folds.Select(fold => First(fold.Split.Train)).ShouldBe(
            ["2017-01-01T22:01Z", "2017-02-01T00:00Z", "2017-03-01T00:00Z", "2017-04-02T21:01Z"]);
    }

    // Months touched: the days of the range count a month where they are ten trading days or more.
    [Theory]
    [InlineData("2017-10-31T20:59Z", 4, true)]
    [InlineData("2017-09-29T20:59Z", 4, false)]
    [InlineData("2017-07-31T20:59Z", 3, false)]
    [InlineData("2017-05-31T20:59Z", 1, false)]
    [InlineData("2017-04-28T20:59Z", 1, false)]
    [InlineData("2017-01-13T20:59Z", 1, false)]
    public void Plan_ShorterHistory_HasFewerFolds(string last, int folds, bool isLocked)
    {
        var walk = WalkForward.Plan(Range("2017-01-01T22:01Z", last), Embargo, new WalkForwardOptions());

        walk.Folds.Length.ShouldBe(folds);
        (walk.LockBox is not null).ShouldBe(isLocked);
        walk.Folds[^1].Split.Test.Last.ShouldBeLessThanOrEqualTo(Number(last));
    }

    // Five whole months and a week of June, which is no month of its own.
    [Fact]
    public void Plan_EndOfAFewDays_BelongsToTheMonthBefore()
    {
        var fold = WalkForward.Plan(Range("2017-01-01T22:01Z", "2017-06-07T20:59Z"), Embargo, new WalkForwardOptions()).Folds.Single();

        First(fold.Split.Test).ShouldBe("2017-05-01T00:00Z");
        fold.Split.Test.Last.ShouldBe(Number("2017-06-07T20:59Z"));
    }

    [Fact]
    public void Plan_BeginOfAFewDays_BelongsToTheMonthAfter()
    {
        var walk = WalkForward.Plan(Range("2016-12-25T22:01Z", "2017-05-31T20:59Z"), Embargo, new WalkForwardOptions());

        First(walk.Folds.Single().Split.Test).ShouldBe("2017-05-01T00:00Z");
        First(walk.Folds.Single().Split.Train).ShouldBe("2016-12-25T22:01Z");
    }

    [Fact]
    public void Plan_TooShort_SaysWhatWouldDo() =>
        Should.Throw<FaultException>(() => WalkForward.Plan(new MinuteRange(0, 5000), Embargo, new WalkForwardOptions()))
            .Message.ShouldContain("at least 6945 are needed");

    [Fact]
    public void Plan_NoFolds_IsRefused() =>
        Should.Throw<FaultException>(() => WalkForward.Plan(Year2017, Embargo, new WalkForwardOptions { Folds = 0 })).Message.ShouldContain("0 folds");

    [Fact]
    public void Plan_RollingTooShort_IsRefused() =>
        Should.Throw<FaultException>(() => WalkForward.Plan(Year2017, Embargo, new WalkForwardOptions { RollingMonths = 3 }))
            .Message.ShouldContain("3 months");

    // In one-minute returns: a row of minute t is labelled by those in (t+h−W, t+h] and (t, t+h], and its features tell most of those of
    // the day before, (t−1440, t].
    [Fact]
    public void Plan_AnyHistory_NoLabelOfABlockTouchesAnother()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 500; trial++)
        {
            var targets = RandomTargets(random);
            var first = random.Next(100_000, 5_000_000);
            var history = new MinuteRange(first, first + random.Next(30_000, 700_000));
            var options = new WalkForwardOptions
            {
                Window = (WalkForwardWindow)random.Next(2),
                Folds = random.Next(1, 9),
                RollingMonths = random.Next(4, 12),
            };

            CheckWalk(WalkForward.Plan(history, Embargo.For(targets), options), history, targets);
        }
    }

    private static void CheckWalk(WalkForward walk, MinuteRange history, ImmutableArray<Target> targets)
    {
        foreach (var split in walk.Folds.Select(fold => fold.Split))
        {
            MinuteRange[] blocks = [split.Train, split.Validation, split.Calibration, split.Test];
            blocks.ShouldAllBe(block => block.First >= history.First && block.Last <= history.Last && block.Length >= 240);
            for (var i = 0; i < blocks.Length; i++)
            {
                blocks.Skip(i + 1).ToList().ForEach(later => CheckApart(blocks[i], later, targets));
            }
        }

        List<MinuteRange> tests = [.. walk.Folds.Select(fold => fold.Split.Test)];
        if (walk.LockBox is { } box)
        {
            tests.Add(new MinuteRange(box.First, history.Last));
        }

        for (var i = 1; i < tests.Count; i++)
        {
            CheckApart(tests[i - 1], tests[i], targets);
        }
    }

    private static void CheckApart(MinuteRange before, MinuteRange after, ImmutableArray<Target> targets)
    {
        var lastLabelled = before.Last + targets.Max(target => target.Horizon.Minutes);
        var firstLabelled = after.First + targets.Min(target => Math.Min(0, target.Horizon.Minutes - target.Window.Minutes));
        lastLabelled.ShouldBeLessThanOrEqualTo(after.First - 1440);
        before.Last.ShouldBeLessThanOrEqualTo(firstLabelled - 1440);
    }

    private static ImmutableArray<Target> RandomTargets(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 10)).Select(_ => new Target(new Window(random.Next(1, 900)), new Horizon(random.Next(1, 900))))];

    private static MinuteRange Range(string first, string last) => new(Number(first), Number(last));

    private static int Number(string close) => MarketCalendar.NumberOf(Minute.Exact(DateTimeOffset.Parse(close)));

    private static string First(MinuteRange block) => MarketCalendar.CloseOf(block.First).ToString();
}
