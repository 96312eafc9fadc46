using Bqx.LoadTests.Measuring;

namespace Bqx.LoadTests.Load;

/// <summary>What a run saw. Calls end on many threads, each for a few nanoseconds under the lock.</summary>
internal sealed class LoadRecorder
{
    private readonly Lock _lock = new();
    private readonly LatencyHistogram _latency = new();
    private readonly LatencyHistogram _pacing = new();
    private readonly SortedDictionary<string, long> _failures = new(StringComparer.Ordinal);
    private long _failed;

    public void Dispatched(long lateNanoseconds)
    {
        lock (_lock)
        {
            _pacing.Record(lateNanoseconds);
        }
    }

    /// <summary>Failed calls are counted by status and kept out of the latencies.</summary>
    public void Ended(CallOutcome outcome, long nanoseconds)
    {
        lock (_lock)
        {
            if (outcome.Failed)
            {
                _failed++;
                _failures[outcome.Status] = _failures.GetValueOrDefault(outcome.Status) + 1;
            }
            else
            {
                _latency.Record(nanoseconds);
            }
        }
    }

    public LoadReport Report(TimeSpan elapsed)
    {
        lock (_lock)
        {
            var copy = new LatencyHistogram();
            copy.Add(_latency);
            return new LoadReport(
                copy, LatencySummary.Of(_pacing), _failed, new SortedDictionary<string, long>(_failures), elapsed);
        }
    }
}
