using System.Diagnostics.Metrics;
using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Hosting;
using Bqx.Server.Predictions;

namespace Bqx.Server.Telemetry;

/// <summary>What is observed rather than counted: models, ages, readiness.</summary>
internal sealed class StateMetrics
{
    public StateMetrics(
        IMeterFactory factory, ModelHost host, PredictionBoard board, Readiness readiness, TimeProvider time)
    {
        var meter = factory.Create(Meters.Name);
        meter.CreateObservableGauge("bqx.ready", () => readiness.IsReady ? 1 : 0, null, "Whether predictions are served");
        meter.CreateObservableGauge("bqx.model.info", () => Models(host), null, "Models that labels are on; always 1");
        meter.CreateObservableGauge("bqx.model.state", () => States(host), null, "State of each package met; always 1");
        meter.CreateObservableGauge(
            "bqx.market.open", () => MarketCalendar.IsOpen(Minute.Floor(time.GetUtcNow())) ? 1 : 0, null, "Whether bars are expected now");
        meter.CreateObservableGauge("bqx.feature.age", () => Age(board, time), "s", "Time since the close of the bar that is served");
    }

    private static IEnumerable<Measurement<int>> Models(ModelHost host) =>
        from entry in host.Current.ByLabel
        select new Measurement<int>(
            1,
            new("model", entry.Value.Id.Name),
            new("version", entry.Value.Id.Version),
            new("digest", entry.Value.Digest.ToString()),
            new("label", entry.Key));

    private static IEnumerable<Measurement<int>> States(ModelHost host) =>
        from status in host.Statuses
        select new Measurement<int>(
            1,
            new("model", status.Id.Name),
            new("version", status.Id.Version),
            new("state", status.State.ToString().ToLowerInvariant()));

    private static IEnumerable<Measurement<double>> Age(PredictionBoard board, TimeProvider time) =>
        board.Current.Frame is { } frame ? [new((time.GetUtcNow() - frame.Close.ToDateTimeOffset()).TotalSeconds)] : [];
}
