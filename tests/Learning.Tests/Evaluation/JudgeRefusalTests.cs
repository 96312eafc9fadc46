using Bqx.Core;
using Bqx.Learning.Evaluation;

namespace Bqx.Learning.Tests.Evaluation;

public sealed class JudgeRefusalTests
{
    [Fact]
    public void Run_NoRows_IsRefused() =>
        Refusal(JudgeCase.Rows with { Samples = [] }).ShouldContain("0 rows of 2 targets");

    [Fact]
    public void Run_ForecastsOfOtherLength_IsRefused() =>
        Refusal(JudgeCase.Rows, JudgeCase.Har with { LogRv = [1, 2] }).ShouldBe("har's log_rv has 2 values: 3600 are needed.");

    [Fact]
    public void Run_ForecastThatIsNotFinite_IsRefused()
    {
        var values = JudgeCase.Martingale.Bqx[Target.Primary].ToArray();
        values[17] = float.NaN;
        var model = JudgeCase.Martingale with { Bqx = JudgeCase.Martingale.Bqx.SetItem(Target.Primary, values) };

        Refusal(JudgeCase.Rows, model).ShouldBe("martingale's bqx60_h60 has a value that is not finite.");
    }

    [Fact]
    public void Run_TargetThatTheRowsLack_IsRefused()
    {
        var other = Target.MultiHorizon[^1];
        var model = JudgeCase.Martingale with { Bqx = JudgeCase.Martingale.Bqx.Add(other, new float[JudgeCase.Rows.Count]) };

        Refusal(JudgeCase.Rows, model).ShouldContain($"martingale predicts {other}");
    }

    [Fact]
    public void Run_ModelWithoutItsBenchmark_IsRefused()
    {
        Refusal(JudgeCase.Rows, JudgeCase.Net, JudgeCase.Climatology).ShouldContain("net cannot be judged without the forecasts of har");
        Refusal(JudgeCase.Rows, JudgeCase.Net, JudgeCase.Har).ShouldContain("net cannot be judged without the forecasts of climatology");
    }

    private static string Refusal(EvaluationRows rows, params ModelForecasts[] models)
    {
        var fault = Should.Throw<FaultException>(() => Judge.Run(rows, models));
        fault.Fault.ShouldBe(Fault.InvalidInput);
        return fault.Message;
    }
}
