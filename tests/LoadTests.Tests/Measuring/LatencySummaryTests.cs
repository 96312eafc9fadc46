using Bqx.LoadTests.Measuring;

namespace Bqx.LoadTests.Tests.Measuring;

public sealed class LatencySummaryTests
{
    [Fact]
    public void Of_ThousandWholeMicroseconds_ReadsThePercentiles()
    {
        var histogram = new LatencyHistogram();
        for (var value = 1; value <= 1_000; value++)
        {
            histogram.Record(value);
        }

        LatencySummary.Of(histogram, LatencySummary.Microseconds).ShouldBe(new LatencySummary(500, 950, 990, 999, 1_000));
    }

    [Fact]
    public void Of_Nanoseconds_ConvertsToMicroseconds()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(1_500);
        LatencySummary.Of(histogram).ShouldBe(new LatencySummary(1.5, 1.5, 1.5, 1.5, 1.5));
    }
}
