namespace Bqx.LoadTests.Benches;

/// <summary>How <see cref="SoakBench"/> measures.</summary>
internal sealed record SoakOptions
{
    /// <value>How long. The promise is about ten minutes.</value>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(1);

    /// <value>Calls of Predict a second.</value>
    public int Rate { get; init; } = 2_000;

    /// <value>HTTP/2 connections.</value>
    public int Connections { get; init; } = 2;
}
