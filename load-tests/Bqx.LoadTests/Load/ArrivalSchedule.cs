namespace Bqx.LoadTests.Load;

/// <summary>
/// A constant arrival rate: request i is due i/rate seconds after the start, whatever happened to those before it.
/// Exact in integers, so the millionth arrival is as well placed as the first.
/// </summary>
internal sealed class ArrivalSchedule
{
    public const int MaxRate = 1_000_000;
    private const long NanosecondsPerSecond = 1_000_000_000;

    public ArrivalSchedule(int perSecond, TimeSpan duration)
    {
        if (perSecond is < 1 or > MaxRate)
        {
            throw new ArgumentOutOfRangeException(nameof(perSecond), perSecond, $"A rate lies between 1 and {MaxRate} a second.");
        }

        if (duration <= TimeSpan.Zero || duration > TimeSpan.FromHours(24))
        {
            throw new ArgumentOutOfRangeException(nameof(duration), duration, "A duration lies between 0 and 24 hours.");
        }

        PerSecond = perSecond;
        Count = (long)((Int128)perSecond * duration.Ticks / TimeSpan.TicksPerSecond);
    }

    public int PerSecond { get; }

    /// <summary>Arrivals in the whole duration.</summary>
    public long Count { get; }

    /// <summary>When arrival <paramref name="index"/> is due, in nanoseconds from the start, rounded down.</summary>
    public long DueAt(long index) => (long)((Int128)index * NanosecondsPerSecond / PerSecond);
}
