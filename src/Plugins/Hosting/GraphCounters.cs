namespace Bqx.Plugins.Hosting;

/// <summary>What callers with tensors of their own asked of a graph since it was loaded. Safe for any thread.</summary>
public sealed class GraphCounters
{
    private readonly Lock _lock = new();

    // Guarded by the lock.
    private GraphUsage _usage;

    /// <summary>All counts as of now, of one moment.</summary>
    public GraphUsage Read()
    {
        lock (_lock)
        {
            return _usage;
        }
    }

    /// <summary>A request was answered.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="input">Time to check and copy its inputs.</param>
    /// <param name="run">Time in the graph, waiting for its turn included.</param>
    /// <param name="at">When.</param>
    public void Succeeded(int rows, TimeSpan input, TimeSpan run, DateTimeOffset at)
    {
        lock (_lock)
        {
            _usage = _usage with
            {
                Rows = _usage.Rows + rows,
                Succeeded = _usage.Succeeded + 1,
                Input = _usage.Input + input,
                Run = _usage.Run + run,
                LastAt = at,
            };
        }
    }

    /// <summary>The graph failed on a request.</summary>
    public void Failed(TimeSpan elapsed)
    {
        lock (_lock)
        {
            _usage = _usage with { Failed = _usage.Failed + 1, FailedFor = _usage.FailedFor + elapsed };
        }
    }
}
