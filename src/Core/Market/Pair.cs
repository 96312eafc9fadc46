using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Bqx.Core;

/// <summary>
/// One of the 28 pairs of the eight currencies. Its <see cref="Index"/> (0..27, ordered by base then quote priority) is
/// the row of the pair in every array of the system.
/// </summary>
public readonly record struct Pair : IComparable<Pair>
{
    /// <summary>How many pairs there are.</summary>
    public const int Count = 28;

    private static readonly ImmutableArray<(Currency Base, Currency Quote, string Name)> Table = BuildTable();

    /// <summary>All pairs, in index order.</summary>
    public static readonly ImmutableArray<Pair> All = [.. Enumerable.Range(0, Count).Select(index => new Pair(index))];

    private static readonly FrozenDictionary<string, Pair> ByName =
        All.ToFrozenDictionary(pair => pair.Name, StringComparer.OrdinalIgnoreCase);

    private readonly byte _index;

    private Pair(int index) => _index = (byte)index;

    /// <summary>Row of this pair, 0..27.</summary>
    public int Index => _index;

    /// <summary>Upper-case name, such as <c>EURUSD</c>.</summary>
    public string Name => Table[_index].Name;

    /// <summary>The currency that is priced.</summary>
    public Currency Base => Table[_index].Base;

    /// <summary>The currency in which the base is priced.</summary>
    public Currency Quote => Table[_index].Quote;

    /// <summary>Ticks (pipettes) in one unit of price: 100,000, or 1,000 where the quote is JPY.</summary>
    public int TicksPerUnit => Quote == Currency.Jpy ? 1_000 : 100_000;

    /// <summary>Decimal places of a quoted price: 5, or 3 where the quote is JPY.</summary>
    public int Decimals => Quote == Currency.Jpy ? 3 : 5;

    /// <summary>The pair of a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not 0..27.</exception>
    public static Pair FromIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return new Pair(index);
    }

    /// <summary>Finds a pair by name, in any case.</summary>
    public static bool TryParse(string? name, out Pair pair)
    {
        pair = default;
        return name is not null && ByName.TryGetValue(name, out pair);
    }

    /// <summary>Finds a pair by name, in any case.</summary>
    /// <exception cref="FaultException"><see cref="Fault.UnknownPair"/>.</exception>
    public static Pair Parse(string name) =>
        TryParse(name, out var pair) ? pair : throw FaultException.UnknownPair(name);

    /// <inheritdoc/>
    public int CompareTo(Pair other) => _index.CompareTo(other._index);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static ImmutableArray<(Currency, Currency, string)> BuildTable()
    {
        var currencies = Enum.GetValues<Currency>();
        var pairs = from @base in currencies
                    from quote in currencies
                    where @base < quote
                    select (@base, quote, $"{@base}{quote}".ToUpperInvariant());
        return [.. pairs];
    }
}
