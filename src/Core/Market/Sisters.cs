using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>
/// The twelve sisters of every pair B/Q: for each of the six other currencies Z, in priority order, slot 2k−1 is B/Z and slot 2k is Z/Q,
/// each oriented so that log(B/Q) = log(B/Z) + log(Z/Q). Slots therefore mean the same for every pair. If one pair is another's
/// sister, then the other is its sister too, with the same orientation.
/// </summary>
public static class Sisters
{
    /// <summary>Sisters of a pair.</summary>
    public const int Count = 12;

    private static readonly ImmutableArray<ImmutableArray<Sister>> Table = [.. Pair.All.Select(Build)];

    /// <summary>Sisters of a pair, slot 1 first.</summary>
    public static ImmutableArray<Sister> Of(Pair pair) => Table[pair.Index];

    /// <summary>Name of a slot, counted from 0: <c>s01</c> to <c>s12</c>.</summary>
    public static string Slot(int index) => $"s{index + 1:00}";

    /// <summary>The six currencies that a pair does not have, in priority order: slots 2k−1 and 2k are of the k-th.</summary>
    public static ImmutableArray<Currency> OthersOf(Pair pair) =>
        [.. Enum.GetValues<Currency>().Where(currency => currency != pair.Base && currency != pair.Quote)];

    private static ImmutableArray<Sister> Build(Pair pair) =>
        [.. OthersOf(pair).SelectMany(other => new[] { Leg(pair.Base, other), Leg(other, pair.Quote) })];

    private static Sister Leg(Currency priced, Currency price)
    {
        var (@base, quote) = priced < price ? (priced, price) : (price, priced);
        return new Sister(Pair.All.First(pair => pair.Base == @base && pair.Quote == quote), priced < price ? 1 : -1);
    }
}
