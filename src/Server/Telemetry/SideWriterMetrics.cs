using System.Diagnostics.Metrics;

namespace Bqx.Server.Telemetry;

/// <summary>Writes that serving does not depend on.</summary>
internal sealed class SideWriterMetrics
{
    private readonly Counter<long> _writes;

    public SideWriterMetrics(IMeterFactory factory)
    {
        _writes = factory.Create(Meters.Name).CreateCounter<long>(
            "bqx.side_write", "{item}", "Items written beside serving, by target and result: written, failed, dropped");
    }

    public void Written(string target, int count = 1) => Add(target, "written", count);

    public void Failed(string target, int count = 1) => Add(target, "failed", count);

    public void Dropped(string target) => Add(target, "dropped", 1);

    private void Add(string target, string result, int count) => _writes.Add(
        count, new KeyValuePair<string, object?>("target", target), new KeyValuePair<string, object?>("result", result));
}
