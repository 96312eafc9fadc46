using Bqx.LoadTests.Measuring;

namespace Bqx.LoadTests.Tests.Measuring;

public sealed class ServerHistogramTests
{
    private const string Before = """
        # TYPE bqx_stage_duration_seconds histogram
        bqx_stage_duration_seconds_bucket{stage="infer",le="0.001"} 5
        bqx_stage_duration_seconds_bucket{stage="infer",le="0.002"} 5
        bqx_stage_duration_seconds_bucket{stage="infer",le="+Inf"} 5
        """;

    private const string After = """
        bqx_stage_duration_seconds_bucket{stage="features",le="0.001"} 1000
        bqx_stage_duration_seconds_bucket{stage="infer",le="0.001"} 45
        bqx_stage_duration_seconds_bucket{stage="infer",le="0.002"} 95
        bqx_stage_duration_seconds_bucket{stage="infer",le="+Inf"} 105
        bqx_stage_duration_seconds_count{stage="infer"} 105
        """;

    private static readonly ServerHistogram Histogram = Parse(After).Since(Parse(Before));

    // 40 values up to 1 ms, 50 up to 2 ms, 10 above: the middle one is the tenth of the 50.
    [Theory]
    [InlineData(0.2, 0.0005)]
    [InlineData(0.5, 0.0012)]
    [InlineData(0.9, 0.002)]
    [InlineData(0.99, 0.002)]
    public void Quantile_IsInterpolatedWithinItsBucket(double share, double expected) =>
        Histogram.Quantile(share).ShouldBe(expected, 1e-12);

    [Fact]
    public void ShareWithin_BoundOfABucket_IsExact()
    {
        Histogram.Count.ShouldBe(100);
        Histogram.ShareWithin(0.001).ShouldBe(0.4);
        Histogram.ShareWithin(0.002).ShouldBe(0.9);
    }

    [Fact]
    public void Quantile_NothingCounted_IsRefused() =>
        Should.Throw<Benching.Machine.BenchException>(() => ServerHistogram.Parse("", "bqx_stage_duration_seconds").Quantile(0.5));

    private static ServerHistogram Parse(string text) => ServerHistogram.Parse(text, "bqx_stage_duration_seconds", "stage=\"infer\"");
}
