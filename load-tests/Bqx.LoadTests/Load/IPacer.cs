namespace Bqx.LoadTests.Load;

/// <summary>Waits until a moment of the clock; how well it does is itself measured.</summary>
internal interface IPacer
{
    /// <summary>Nanoseconds since the pacer was made.</summary>
    long Elapsed { get; }

    /// <summary>Blocks the calling thread until <paramref name="due"/> (nanoseconds) or later.</summary>
    void WaitUntil(long due);
}
