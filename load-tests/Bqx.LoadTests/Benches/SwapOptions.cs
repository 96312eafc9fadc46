namespace Bqx.LoadTests.Benches;

/// <summary>How the swap bench runs.</summary>
internal sealed record SwapOptions
{
    public const int SwapsPerSecond = 4;

    /// <value>Promotions in all, spread evenly over the rounds.</value>
    public int Swaps { get; init; } = 200;

    /// <value>Each round is a steady stretch and a stretch with swaps, equally long.</value>
    public int Rounds { get; init; } = 5;

    /// <value>Arrivals a second of the open loop.</value>
    public int Rate { get; init; } = 2_000;

    /// <value>HTTP/2 connections.</value>
    public int Connections { get; init; } = 2;

    public int SwapsPerRound => (Swaps + Rounds - 1) / Rounds;

    public TimeSpan Stretch => TimeSpan.FromSeconds((double)SwapsPerRound / SwapsPerSecond);
}
