using Bqx.Learning.Evaluation;
using Bqx.Learning.Statistics;

namespace Bqx.Learning.Tests.Evaluation;

public sealed class RatioEstimateTests
{
    [Fact]
    public void Estimate_ConstantRatio_HasNoError()
    {
        var ratio = new RatioEstimate();
        ratio.Add(1, 2, 4);
        ratio.Add(2, 5, 10);
        ratio.Estimate(3).ShouldBe(new Estimate(0.5, 0));
    }

    // Minutes 1 and 2 hold (1+0, 2) and (0, 2): ratio ¼, residuals 1 − ½ and −½; √(¼+¼)/4.
    [Fact]
    public void Estimate_RowsOfOneMinute_ArePooledFirst()
    {
        var ratio = new RatioEstimate();
        ratio.Add(1, 1, 1);
        ratio.Add(1, 0, 1);
        ratio.Add(2, 0, 2);
        var estimate = ratio.Estimate(0);
        estimate.Value.ShouldBe(0.25, 1e-12);
        estimate.Error.ShouldBe(Math.Sqrt(0.5) / 4, 1e-12);
    }

    [Fact]
    public void Estimate_Empty_IsZero() => new RatioEstimate().Estimate(1).ShouldBe(new Estimate(0, 0));
}
