namespace Bqx.Core;

/// <summary>
/// One minute of one pair. Prices are integer ticks (<see cref="Pair.TicksPerUnit"/> to a unit), so that rolling sums
/// over them are exact.
/// </summary>
/// <param name="Pair">The pair.</param>
/// <param name="Close">The minute at which the bar closes: its open time + 1 minute.</param>
/// <param name="OpenTicks">First price, ticks.</param>
/// <param name="HighTicks">Highest price, ticks.</param>
/// <param name="LowTicks">Lowest price, ticks.</param>
/// <param name="CloseTicks">Last price, ticks.</param>
/// <param name="Volume">Volume in the source's own unit; 0 where the source has none.</param>
/// <param name="Flags">What is special about the bar.</param>
public readonly record struct Bar(
    Pair Pair,
    Minute Close,
    int OpenTicks,
    int HighTicks,
    int LowTicks,
    int CloseTicks,
    float Volume = 0,
    BarFlags Flags = BarFlags.None)
{
    /// <summary>
    /// No price is above this many ticks (40.00000, or 4,000.000 in JPY). The bound keeps rolling sums of squares over the longest
    /// window within 64 bits: 630² · MaxTicks² &lt; 2⁶³.
    /// </summary>
    public const int MaxTicks = 4_000_000;

    /// <summary>Last price in units of the quote currency.</summary>
    public double ClosePrice => (double)CloseTicks / Pair.TicksPerUnit;

    /// <summary>The minute that stands in for a missing one: flat at the last close, flagged.</summary>
    public static Bar Fill(Pair pair, Minute close, int lastCloseTicks) =>
        new(pair, close, lastCloseTicks, lastCloseTicks, lastCloseTicks, lastCloseTicks, 0, BarFlags.Filled);
}
