using Bqx.Core;
using Bqx.Trainer.Training;

namespace Bqx.Trainer.Tests.Training;

public sealed class TrainPlanTests
{
    private static readonly Minute Start = Minute.Exact(new DateTimeOffset(2017, 1, 2, 7, 0, 0, TimeSpan.Zero));
    private static readonly Minute YearEnd = Minute.Exact(new DateTimeOffset(2017, 12, 29, 21, 58, 0, TimeSpan.Zero));

    [Fact]
    public void Make_ShortHistory_ReadsAll()
    {
        var plan = TrainPlan.Make(new TrainRequest(), (Start, Start + (60 * 1440)));
        plan.ShouldBe(new TrainPlan(null, Start + (60 * 1440), 15, null));
    }

    // 361 days: the last sixth begins some 60 days before the end, at the end of October.
    [Fact]
    public void Make_AYear_LeavesTheLastSixthClosed()
    {
        var plan = TrainPlan.Make(new TrainRequest(), (Start, YearEnd));

        plan.LockBox.ShouldNotBeNull().ToString().ShouldStartWith("2017-10-30");
        plan.UpTo.ShouldBe(plan.LockBox!.Value);
    }

    [Fact]
    public void Make_AYearWithAnExplicitRange_IsTakenAtItsWord()
    {
        TrainPlan.Make(new TrainRequest { To = YearEnd }, (Start, YearEnd)).LockBox.ShouldBeNull();
        TrainPlan.Make(new TrainRequest { Days = 60 }, (Start, YearEnd)).LockBox.ShouldBeNull();
        TrainPlan.Make(new TrainRequest { From = Start + 1440 }, (Start, YearEnd)).LockBox.ShouldBeNull();
    }

    [Fact]
    public void Make_Days_CountsBackFromTheEnd() =>
        TrainPlan.Make(new TrainRequest { Days = 30 }, (Start, YearEnd)).After.ShouldBe(YearEnd - (30 * 1440));

    // Ten years at a stride of 1: 3652 days·1440·5/7·28 = 105 M rows; 1.5 M allow every 71st minute.
    [Fact]
    public void Make_MoreRowsThanMemory_LengthensTheStride()
    {
        var plan = TrainPlan.Make(new TrainRequest { Stride = 1, To = Start + (3652 * 1440) }, (Start, Start + (3652 * 1440)));
        plan.Stride.ShouldBe(71);
    }

    [Fact]
    public void Make_DaysAndFrom_AreRefused() => Refused(new TrainRequest { Days = 3, From = Start }).ShouldContain("one of them");

    [Fact]
    public void Make_NoDays_AreRefused() => Refused(new TrainRequest { Days = 0 }).ShouldContain("0 days");

    [Fact]
    public void Make_RangeWithoutBars_NamesTheBarsThatAreThere() =>
        Refused(new TrainRequest { From = YearEnd + 1 }).ShouldContain("2017-01-02T07:00Z to 2017-12-29T21:58Z");

    private static string Refused(TrainRequest request)
    {
        var error = Should.Throw<FaultException>(() => TrainPlan.Make(request, (Start, YearEnd)));
        error.Fault.ShouldBe(Fault.InvalidInput);
        return error.Message;
    }
}
