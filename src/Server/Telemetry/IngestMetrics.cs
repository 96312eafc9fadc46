using System.Diagnostics.Metrics;

namespace Bqx.Server.Telemetry;

/// <summary>Bars from the wire to the store.</summary>
internal sealed class IngestMetrics
{
    private readonly Counter<long> _bars;

    public IngestMetrics(IMeterFactory factory)
    {
        _bars = factory.Create(Meters.Name).CreateCounter<long>(
            "bqx.ingest.bars", "{bar}", "Bars by what became of them: taken, late, repaired, rebuilt, rejected, committed, commit_failed");
    }

    public void Taken(long count) => Add("taken", count);

    public void Late(long count) => Add("late", count);

    public void Repaired(long count) => Add("repaired", count);

    public void Rebuilt(long count) => Add("rebuilt", count);

    public void Rejected(long count) => Add("rejected", count);

    public void Committed(long count) => Add("committed", count);

    public void CommitFailed(long count) => Add("commit_failed", count);

    private void Add(string result, long count)
    {
        if (count > 0)
        {
            _bars.Add(count, new KeyValuePair<string, object?>("result", result));
        }
    }
}
