using System.Diagnostics.Metrics;
using Bqx.Server.Telemetry;
using Bqx.Server.Tests.Doubles;

namespace Bqx.Server.Tests.Telemetry;

public sealed class MetricsTextTests : IDisposable
{
    private readonly TestMeters _meters = new();
    private readonly MetricsText _text;
    private readonly Meter _meter = new("Bqx.Test." + Guid.NewGuid().ToString("N"));
    private readonly string _prefix = "t" + Guid.NewGuid().ToString("N");

    public MetricsTextTests() => _text = new MetricsText(_meters);

    public void Dispose()
    {
        _meter.Dispose();
        _text.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public void Write_Counter_HasHelpTypeAndTotal()
    {
        var counter = _meter.CreateCounter<long>(_prefix + ".items", "{item}", "Things");
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a\"b\\c\n"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "a\"b\\c\n"));

        Lines().ShouldBe(
        [
            $"# HELP {_prefix}_items_total Things",
            $"# TYPE {_prefix}_items_total counter",
            _prefix + "_items_total{kind=\"a\\\"b\\\\c\\n\"} 5",
        ]);
    }

    [Fact]
    public async Task Write_WhileMetersComeAndGo_LeavesOutWhatIsGone()
    {
        var passing = Task.Run(
            () =>
            {
                for (var i = 0; i < 3000; i++)
                {
                    using var meter = new Meter("Bqx.Test.Passing");
                    meter.CreateObservableGauge(_prefix + ".passing", () => 1);
                }
            },
            TestContext.Current.CancellationToken);
        while (!passing.IsCompleted)
        {
            Should.NotThrow(_text.Write);
        }

        await passing;
    }

    [Fact]
    public void Write_Histogram_HasCumulativeBuckets()
    {
        var histogram = _meter.CreateHistogram<double>(
            _prefix + ".wait", "s", "Waits", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in new[] { 0.05, 0.1, 0.5, 20 })
        {
            histogram.Record(value);
        }

        Lines().ShouldBe(
        [
            $"# HELP {_prefix}_wait_seconds Waits",
            $"# TYPE {_prefix}_wait_seconds histogram",
            _prefix + "_wait_seconds_bucket{le=\"0.1\"} 2",
            _prefix + "_wait_seconds_bucket{le=\"1\"} 3",
            _prefix + "_wait_seconds_bucket{le=\"+Inf\"} 4",
            _prefix + "_wait_seconds_sum 20.65",
            _prefix + "_wait_seconds_count 4",
        ]);
    }

    [Fact]
    public void Write_ObservableGauge_ForgetsWhatItNoLongerSays()
    {
        var said = new List<string> { "a", "b" };
        _meter.CreateObservableGauge(
            _prefix + ".state", () => said.Select(name => new Measurement<int>(1, new KeyValuePair<string, object?>("name", name))), null, "State");
        Lines().Count.ShouldBe(4);

        said.Remove("a");

        Lines()[2..].ShouldBe([_prefix + "_state{name=\"b\"} 1"]);
    }

    [Fact]
    public void Record_FromManyThreads_LosesNothing()
    {
        var counter = _meter.CreateCounter<double>(_prefix + ".sum", null, "Sum");
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                counter.Add(0.5);
            }
        });

        Lines()[^1].ShouldBe($"{_prefix}_sum_total 40000");
    }

    [Fact]
    public void Names_OfTheServersMetrics_AreTheContract()
    {
        var prediction = new PredictionMetrics(_meters, TimeProvider.System);
        prediction.Predicted(0);
        prediction.Stage("infer", 0);
        prediction.Published(0);
        prediction.Inferred(1);
        prediction.Swapped(true);
        new IngestMetrics(_meters).Taken(1);
        new SideWriterMetrics(_meters).Written("x");
        prediction.RolledBack();
        var shadow = new ShadowMetrics(_meters);
        shadow.Compared("shadow");
        shadow.Differed(new Core.ModelId("fx", 1), 28, 0.5, 1);

        var names = _text.Write().Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal))
            .Select(line => line["# TYPE ".Length..]).ToList();

        new[]
        {
            "bqx_predict_duration_seconds histogram",
            "bqx_stage_duration_seconds histogram",
            "bqx_bar_to_prediction_seconds histogram",
            "bqx_inference_total counter",
            "bqx_swap_total counter",
            "bqx_ingest_bars_total counter",
            "bqx_side_write_total counter",
            "bqx_shadow_bars_total counter",
            "bqx_shadow_predictions_total counter",
            "bqx_shadow_difference_total counter",
            "bqx_shadow_disagreements_total counter",
        }.ShouldBeSubsetOf(names);
    }

    private List<string> Lines() => [.. _text.Write().Split('\n').Where(line => line.Contains(_prefix, StringComparison.Ordinal))];
}
