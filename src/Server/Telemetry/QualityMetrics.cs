using System.Diagnostics.Metrics;
using Bqx.Core;
using Bqx.Server.Quality;

namespace Bqx.Server.Telemetry;

/// <summary>How good predictions were, by label, window (hour, day, week) and pair; pair <c>*</c> is all of them.</summary>
internal sealed class QualityMetrics
{
    private static readonly string[] Windows = ["hour", "day", "week"];

    private readonly QualityTracker _tracker;

    public QualityMetrics(IMeterFactory factory, QualityTracker tracker)
    {
        _tracker = tracker;
        var meter = factory.Create(Meters.Name);
        Gauge("bqx.prediction.error_abs", figures => figures.MeanAbsolute, "Mean absolute error of BQX, standardised");
        Gauge("bqx.prediction.error_squared", figures => figures.MeanSquared, "Mean squared error of BQX, standardised");
        Gauge("bqx.skill_ratio", figures => figures.Skill, "1 - squared errors / those of the martingale on the same minutes");
        Gauge("bqx.directional_accuracy_ratio", figures => figures.DirectionalAccuracy, "Share of predictions with the right sign");
        Gauge("bqx.interval_coverage_ratio", figures => figures.Coverage, "Share of outcomes within the interval");

        void Gauge(string name, Func<QualityFigures, double?> value, string description) =>
            meter.CreateObservableGauge(name, () => Observe(value), null, description);
    }

    private IEnumerable<Measurement<double>> Observe(Func<QualityFigures, double?> value) =>
        from entry in _tracker.Current
        from window in entry.Value.Windows.Zip(Windows)
        from one in Named(window.First)
        where one.Figures is not null && value(one.Figures) is not null
        select new Measurement<double>(
            value(one.Figures)!.Value, new("label", entry.Key), new("window", window.Second), new("pair", one.Pair));

    private static IEnumerable<(string Pair, QualityFigures? Figures)> Named(WindowFigures window) =>
        Pair.All.Select(pair => (pair.Name, window.ByPair[pair.Index])).Prepend((ModelKinds.AllPairs, window.Total));
}
