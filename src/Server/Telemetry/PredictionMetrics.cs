using System.Diagnostics.Metrics;

namespace Bqx.Server.Telemetry;

/// <summary>From a completed minute to its published predictions, and requests for them.</summary>
internal sealed class PredictionMetrics
{
    private static readonly KeyValuePair<string, object?> Ok = new("outcome", "ok");

    private readonly TimeProvider _time;
    private readonly Histogram<double> _predict;
    private readonly Histogram<double> _stage;
    private readonly Histogram<double> _barToPrediction;
    private readonly Histogram<double> _inferOverhead;
    private readonly Counter<long> _inference;
    private readonly Counter<long> _swap;

    public PredictionMetrics(IMeterFactory factory, TimeProvider time)
    {
        _time = time;
        var meter = factory.Create(Meters.Name);
        _predict = meter.CreateHistogram<double>(
            "bqx.predict.duration", "s", "Time to answer Predict and PredictBatch, by outcome", advice: Buckets(1e-6, [1, 2.5, 5]));
        _stage = meter.CreateHistogram<double>(
            "bqx.stage.duration", "s", "Time of each stage from bar to prediction", advice: Buckets(1e-6, [1, 2.5, 5]));
        _barToPrediction = meter.CreateHistogram<double>(
            "bqx.bar_to_prediction", "s", "From the last bar of a minute to its published predictions", advice: Buckets(1e-5, [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8]));
        _inferOverhead = meter.CreateHistogram<double>(
            "bqx.infer.overhead",
            "s",
            "Time of a ModelInfer from its first byte read to its last byte written, less the run of the model",
            advice: Buckets(1e-6, [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8]));
        _inference = meter.CreateCounter<long>("bqx.inference", "{row}", "Rows that models were run on");
        _swap = meter.CreateCounter<long>("bqx.swap", "{swap}", "Changes of the serving models, by result");
    }

    /// <summary>Time to answer Predict and PredictBatch.</summary>
    public Instrument PredictDuration => _predict;

    /// <summary>From the last bar of a minute to its published predictions.</summary>
    public Instrument BarToPrediction => _barToPrediction;

    /// <summary>Present timestamp, to be given back to the methods below.</summary>
    public long Now() => _time.GetTimestamp();

    public void Predicted(long started) => _predict.Record(SecondsSince(started), Ok);

    public void PredictFailed(long started, string outcome) =>
        _predict.Record(SecondsSince(started), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Records a stage; returns its end, which is the start of the next.</summary>
    public long Stage(string stage, long started)
    {
        var now = Now();
        _stage.Record(_time.GetElapsedTime(started, now).TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
        return now;
    }

    public void Published(long decodedAt) => _barToPrediction.Record(SecondsSince(decodedAt));

    /// <summary>Records what a ModelInfer took besides the run of its model.</summary>
    /// <param name="started">Timestamp of its start.</param>
    /// <param name="ran">How long the model ran.</param>
    public void InferOverhead(long started, TimeSpan ran) => _inferOverhead.Record(Math.Max(0, SecondsSince(started) - ran.TotalSeconds));

    public void Inferred(int rows) => _inference.Add(rows);

    public void Swapped(bool succeeded) =>
        _swap.Add(1, new KeyValuePair<string, object?>("result", succeeded ? "ok" : "failed"));

    public void RolledBack() => _swap.Add(1, new KeyValuePair<string, object?>("result", "rolled_back"));

    private double SecondsSince(long started) => _time.GetElapsedTime(started).TotalSeconds;

    // So many a decade, up to 10 s.
    private static InstrumentAdvice<double> Buckets(double smallest, double[] steps)
    {
        var bounds = new List<double>();
        for (var decade = smallest; decade < 10; decade *= 10)
        {
            bounds.AddRange(steps.Select(step => Math.Round(step * decade, 12)));
        }

        bounds.Add(10);
        return new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds };
    }
}
