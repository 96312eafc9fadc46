namespace Bqx.Features;

/// <summary>What a pair remembers of a minute besides its close.</summary>
/// <param name="Open">First price, ticks.</param>
/// <param name="High">Highest price, ticks.</param>
/// <param name="Low">Lowest price, ticks.</param>
/// <param name="IsOwn">Whether the pair had a bar of its own; if not, the last close stands in.</param>
internal readonly record struct MinutePrices(int Open, int High, int Low, bool IsOwn);
