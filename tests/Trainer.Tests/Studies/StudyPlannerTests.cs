using Bqx.Core;
using Bqx.Learning.Splits;
using Bqx.Trainer.Studies;

namespace Bqx.Trainer.Tests.Studies;

public sealed class StudyPlannerTests
{
    private static readonly (Minute First, Minute Last) Year = (At(2017, 1, 2, 7), At(2017, 12, 29, 21));

    [Fact]
    public void Make_OfAYear_TestsFourMonthsAndLocksTwo()
    {
        var plan = StudyPlanner.Make(new StudyRequest { Kind = StudyKind.All }, Year, speed: 1);

        plan.Folds.Select(fold => MarketCalendar.CloseOf(fold.Test.First).ToString()[..7]).ShouldBe(["2017-07", "2017-08", "2017-09", "2017-10"]);
        plan.LockBox!.ShouldStartWith("2017-11-01");
        plan.Effort.Stride.ShouldBe(15);
        plan.Folds.ShouldAllBe(fold => fold.Train.First == plan.History.First);
        plan.Targets.ShouldBe(["bqx60_h15", "bqx60_h30", "bqx60_h45", "bqx60_h60", "bqx60_h75", "bqx75_h15", "bqx75_h30", "bqx75_h45", "bqx75_h60"]);
    }

    [Fact]
    public void Make_RollingWindow_KeepsSixMonthsBeforeEachTest()
    {
        var plan = StudyPlanner.Make(new StudyRequest { Kind = StudyKind.Baseline, Window = WalkForwardWindow.Rolling }, Year, speed: 1);

        plan.Folds.Select(fold => MarketCalendar.CloseOf(fold.Train.First).ToString()[..7]).ShouldBe(["2017-01", "2017-02", "2017-03", "2017-04"]);
    }

    [Fact]
    public void Make_WithBudget_TakesTheLargestEffortThatFitsFourFifths()
    {
        var budget = TimeSpan.FromMinutes(45);

        var plan = StudyPlanner.Make(new StudyRequest { Kind = StudyKind.All, Budget = budget }, Year, speed: 1);

        plan.Seconds.ShouldBeLessThanOrEqualTo(0.8 * budget.TotalSeconds);
        var chosen = StudyEffort.Ladder.ToList().IndexOf(plan.Effort);
        chosen.ShouldBeGreaterThanOrEqualTo(0);
        if (chosen > 0)
        {
            new StudyCosts(1).Of(StudyKind.All, StudyEffort.Ladder[chosen - 1], plan.Folds, Pair.Count, 2)
                .Sum(stage => stage.Seconds).ShouldBeGreaterThan(0.8 * budget.TotalSeconds);
        }
    }

    [Fact]
    public void Make_BudgetTooSmall_SaysHowMuchIsNeeded()
    {
        var error = Should.Throw<FaultException>(
            () => StudyPlanner.Make(new StudyRequest { Kind = StudyKind.All, Budget = TimeSpan.FromSeconds(30) }, Year, speed: 1));

        error.Fault.ShouldBe(Fault.InvalidInput);
        error.Message.ShouldContain("minutes");
        error.Message.ShouldContain("0.5");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1441)]
    public void Make_ImpossibleStride_IsRefused(int stride) =>
        Should.Throw<FaultException>(() => StudyPlanner.Make(new StudyRequest { Kind = StudyKind.All, Stride = stride }, Year, 1))
            .Message.ShouldContain($"{stride}");

    [Fact]
    public void Make_EmptyRange_NamesTheBarsThatThereAre() =>
        Should.Throw<FaultException>(() => StudyPlanner.Make(new StudyRequest { Kind = StudyKind.All, From = At(2018, 1, 1, 0) }, Year, 1))
            .Message.ShouldContain("2017-12-29");

    [Fact]
    public void Plan_ThroughJson_IsTheSameAndHasTheSameDigest()
    {
        var plan = StudyPlanner.Make(new StudyRequest { Kind = StudyKind.All, Budget = TimeSpan.FromMinutes(45) }, Year, 1);

        var read = StudyPlan.Read(plan.Write());

        read.Write().ShouldBe(plan.Write());
        read.Digest.ShouldBe(plan.Digest);
        read.Walk().Folds.Length.ShouldBe(4);
    }

    [Fact]
    public void Digest_BudgetAndEstimates_DoNotEnter()
    {
        var plan = StudyPlanner.Make(new StudyRequest { Kind = StudyKind.All }, Year, 1);

        (plan with { Budget = 60, Estimates = [] }).Digest.ShouldBe(plan.Digest);
        (plan with { Seed = 2 }).Digest.ShouldNotBe(plan.Digest);
    }

    [Fact]
    public void Walk_EditedFolds_AreRefused()
    {
        var plan = StudyPlanner.Make(new StudyRequest { Kind = StudyKind.All }, Year, 1);
        var fold = plan.Folds[0];
        var edited = plan with { Folds = plan.Folds.SetItem(0, fold with { Test = fold.Test with { First = fold.Test.First - 1000 } }) };

        Should.Throw<FaultException>(edited.Walk).Message.ShouldContain("folds");
    }

    [Fact]
    public void Read_NoPlan_SaysWhere() =>
        Should.Throw<FaultException>(() => StudyPlan.Read("{\"format\": 1, \"kind\": \"nothing\"}"u8)).Message.ShouldContain("line 1");

    private static Minute At(int year, int month, int day, int hour) => Minute.Exact(new DateTimeOffset(year, month, day, hour, 0, 0, TimeSpan.Zero));
}
