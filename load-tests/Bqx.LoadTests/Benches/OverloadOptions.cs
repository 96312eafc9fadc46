namespace Bqx.LoadTests.Benches;

/// <summary>How <see cref="OverloadBench"/> measures.</summary>
internal sealed record OverloadOptions
{
    /// <value>Length of every stretch.</value>
    public TimeSpan Stretch { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>Arrivals over what can be served.</value>
    public double Factor { get; init; } = 3;

    /// <value>Deadline of a call under overload.</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>Deadline of a call in the storm: most pass while calls wait.</value>
    public TimeSpan StormDeadline { get; init; } = TimeSpan.FromMilliseconds(5);
}
