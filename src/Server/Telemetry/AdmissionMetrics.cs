using System.Diagnostics.Metrics;

namespace Bqx.Server.Telemetry;

/// <summary>Calls that are turned away.</summary>
internal sealed class AdmissionMetrics
{
    private readonly Counter<long> _shed;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _wasted;

    public AdmissionMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(Meters.Name);
        _shed = meter.CreateCounter<long>("bqx.requests.shed", "{request}", "Calls that were turned away for want of room, by reason");
        _refused = meter.CreateCounter<long>("bqx.requests.refused", "{request}", "Calls that were refused for want of a key or a role, by reason");
        _wasted = meter.CreateCounter<long>("bqx.deadline.wasted", "{request}", "Calls of models that were still at work when their deadline passed");
    }

    public void Shed(string reason) => _shed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void DeadlineWasted() => _wasted.Add(1);

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
