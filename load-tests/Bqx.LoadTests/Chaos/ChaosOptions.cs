namespace Bqx.LoadTests.Chaos;

/// <summary>How <see cref="ChaosRun"/> goes.</summary>
internal sealed record ChaosOptions
{
    /// <value>How often every fault comes.</value>
    public int Rounds { get; init; } = 1;

    /// <value>How long a fault lasts.</value>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(3);

    /// <value>How the names of the faults begin that come; null = all come.</value>
    public string? Only { get; init; }

    /// <value>Calls of Predict a second.</value>
    public int Rate { get; init; } = 200;
}
