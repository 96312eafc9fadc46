using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// The 168 unordered pairs of sisters: for each currency S, the couples S/X, S/Y of its seven pairs, counted as S/… throughout, which
/// turns both of a couple or none of it into what the pair and its sister are to each other. What is symmetric in the two is computed
/// once an edge. Three vectors hold the 21 edges of a currency; the three lanes left over are of X = Y = S.
/// </summary>
internal static class SisterEdges
{
    /// <summary>Vectors of eight edges.</summary>
    public const int Rows = CurrencyGrid.Currencies * RowsPerCurrency;

    /// <summary>Vectors of a currency.</summary>
    public const int RowsPerCurrency = 3;

    /// <summary>Places of edges, those left over among them.</summary>
    public const int Count = Rows * Lanes;

    /// <summary>X of every edge, as the lane of a <see cref="CurrencyGrid"/>.</summary>
    public static readonly Vector512<long>[] One = new Vector512<long>[Rows];

    /// <summary>Y of every edge, as the lane of a <see cref="CurrencyGrid"/>.</summary>
    public static readonly Vector512<long>[] Other = new Vector512<long>[Rows];

    private const int Lanes = CurrencyGrid.Currencies;

    // By pair · 12 + slot.
    private static readonly int[] Edge = new int[Pair.Count * Sisters.Count];

    static SisterEdges()
    {
        var places = new Dictionary<(int Shared, int One, int Other), int>();
        for (var shared = 0; shared < Lanes; shared++)
        {
            Place(shared, places);
        }

        foreach (var pair in Pair.All)
        {
            var (priced, price) = ((int)pair.Base, (int)pair.Quote);
            var position = pair.Index * Sisters.Count;
            foreach (int other in Sisters.OthersOf(pair))
            {
                Edge[position++] = places[(priced, Math.Min(price, other), Math.Max(price, other))];
                Edge[position++] = places[(price, Math.Min(priced, other), Math.Max(priced, other))];
            }
        }
    }

    /// <summary>Places of a pair's edges, by slot.</summary>
    public static ReadOnlySpan<int> EdgesOf(int pair) => Edge.AsSpan(pair * Sisters.Count, Sisters.Count);

    /// <summary>Writes what a pair has of the values of all edges, by slot.</summary>
    public static void Pick(int pair, ReadOnlySpan<float> edges, Span<float> values)
    {
        var places = EdgesOf(pair);
        values = values[..places.Length];
        edges = edges[..Count];
        for (var slot = 0; slot < places.Length; slot++)
        {
            values[slot] = edges[places[slot]];
        }
    }

    private static void Place(int shared, Dictionary<(int Shared, int One, int Other), int> places)
    {
        var place = shared * RowsPerCurrency * Lanes;
        for (var row = place / Lanes; row < (place / Lanes) + RowsPerCurrency; row++)
        {
            One[row] = Other[row] = Vector512.Create((long)shared);
        }

        for (var one = 0; one < Lanes; one++)
        {
            for (var other = one + 1; other < Lanes; other++)
            {
                if (one != shared && other != shared)
                {
                    var (row, lane) = Math.DivRem(place, Lanes);
                    (One[row], Other[row]) = (One[row].WithElement(lane, one), Other[row].WithElement(lane, other));
                    places.Add((shared, one, other), place++);
                }
            }
        }
    }
}
