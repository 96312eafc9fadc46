using System.Diagnostics.Metrics;
using Bqx.Core;

namespace Bqx.Server.Telemetry;

/// <summary>How the shadow differs from what is served. Means are ratios: difference or disagreements over predictions.</summary>
internal sealed class ShadowMetrics
{
    private readonly Counter<long> _bars;
    private readonly Counter<long> _predictions;
    private readonly Counter<double> _difference;
    private readonly Counter<long> _disagreements;

    public ShadowMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(Meters.Name);
        _bars = meter.CreateCounter<long>(
            "bqx.shadow.bars", "{bar}", "Bars for models beside the serving ones, by result: compared, dropped, failed");
        _predictions = meter.CreateCounter<long>(
            "bqx.shadow.predictions", "{prediction}", "Predictions of the shadow that were compared with those served");
        _difference = meter.CreateCounter<double>(
            "bqx.shadow.difference", "1", "Sum of |BQX of the shadow - BQX served| in units of half the served interval");
        _disagreements = meter.CreateCounter<long>(
            "bqx.shadow.disagreements", "{prediction}", "Predictions of the shadow with another signal than the one served");
    }

    public void Compared(string role) => Bar(role, "compared");

    public void Dropped(string role) => Bar(role, "dropped");

    public void Failed(string role) => Bar(role, "failed");

    public void Differed(ModelId model, int predictions, double difference, int disagreements)
    {
        KeyValuePair<string, object?> name = new("model", model.Name), version = new("version", model.Version);
        _predictions.Add(predictions, name, version);
        _difference.Add(difference, name, version);
        _disagreements.Add(disagreements, name, version);
    }

    private void Bar(string role, string result) => _bars.Add(
        1, new KeyValuePair<string, object?>("role", role), new KeyValuePair<string, object?>("result", result));
}
