using Bqx.Server.Telemetry;
using Bqx.Server.Tests.Doubles;

namespace Bqx.Server.Tests.Telemetry;

public sealed class HistogramReadingTests
{
    // Ten values up to 1, thirty from 1 to 3, ten beyond 3.
    [Theory]
    [InlineData(0.1, 0.5)]
    [InlineData(0.2, 1)]
    [InlineData(0.5, 2)]
    [InlineData(0.8, 3)]
    [InlineData(0.99, 3)]
    public void Quantile_Share_IsInterpolatedWithinItsBucket(double share, double expected)
    {
        var reading = new HistogramReading([1, 3], [10, 30, 10]);

        reading.Count.ShouldBe(50);
        reading.Quantile(share)!.Value.ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void Quantile_NoValues_IsNull() => new HistogramReading([1, 3], [0, 0, 0]).Quantile(0.5).ShouldBeNull();

    [Fact]
    public void Read_Instrument_AddsItsSeriesUp()
    {
        using var meters = new TestMeters();
        using var text = new MetricsText(meters);
        var (metrics, others) = (new PredictionMetrics(meters, TimeProvider.System), TestMeters.Prediction());
        metrics.Predicted(metrics.Now());
        metrics.PredictFailed(metrics.Now(), "unknown_pair");
        others.Predicted(others.Now());

        text.Read(metrics.PredictDuration).Count.ShouldBe(2);
        text.Read(metrics.BarToPrediction).Count.ShouldBe(0);
    }
}
