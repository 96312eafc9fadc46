using Bqx.LoadTests.Load;

namespace Bqx.LoadTests.Tests.Load;

/// <summary>A clock that moves only when someone waits on it or says so.</summary>
internal sealed class ManualPacer : IPacer
{
    private long _now;

    public long Elapsed => Interlocked.Read(ref _now);

    /// <summary>How much later than asked every wait ends.</summary>
    public long Lateness { get; init; }

    public void WaitUntil(long due)
    {
        if (due > Elapsed)
        {
            Interlocked.Exchange(ref _now, due + Lateness);
        }
    }

    public void Advance(long nanoseconds) => Interlocked.Add(ref _now, nanoseconds);
}
