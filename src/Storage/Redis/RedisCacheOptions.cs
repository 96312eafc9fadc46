using System.ComponentModel.DataAnnotations;

namespace Bqx.Storage;

/// <summary>Limits of the vector cache.</summary>
public sealed record RedisCacheOptions
{
    /// <summary>How long a call may take before the cache counts as out of reach.</summary>
    /// <value>100 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:30")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a vector stays.</summary>
    /// <value>5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Calls that may wait for an answer at the same time, those given up included; more are refused at once.</summary>
    /// <value>64.</value>
    [Range(1, 10_000)]
    public int MaxOutstanding { get; init; } = 64;

    /// <summary>How long the circuit stays open after half of at least <see cref="BreakAfter"/> calls have failed.</summary>
    /// <value>2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Calls within ten seconds before the circuit may open.</summary>
    /// <value>8.</value>
    [Range(2, 1_000)]
    public int BreakAfter { get; init; } = 8;
}
