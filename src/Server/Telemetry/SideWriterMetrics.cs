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

    public void Written(string target) => Add(target, "written");

    public void Failed(string target) => Add(target, "failed");

    public void Dropped(string target) => Add(target, "dropped");

    private void Add(string target, string result) => _writes.Add(
        1, new KeyValuePair<string, object?>("target", target), new KeyValuePair<string, object?>("result", result));
}
