using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Values of the 28 pairs by currency: row X, lane Y is that of X/Y, so that row B holds what a pair B/Q's odd sisters B/Z have and row Q
/// what its even sisters Z/Q have, turned over. Lane X of row X is 0.
/// </summary>
internal static class CurrencyGrid
{
    /// <summary>Currencies: rows, and lanes of a row.</summary>
    public const int Currencies = 8;

    /// <summary>Base of every pair.</summary>
    public static readonly int[] Bases = [.. Pair.All.Select(pair => (int)pair.Base)];

    /// <summary>Quote of every pair.</summary>
    public static readonly int[] Quotes = [.. Pair.All.Select(pair => (int)pair.Quote)];

    /// <summary>Fills a grid.</summary>
    /// <param name="values">By pair index.</param>
    /// <param name="turned">By what the value of Q/B is that of B/Q times: −1 for a log price, 1 for a volatility.</param>
    /// <param name="rows">The grid.</param>
    public static void Fill(ReadOnlySpan<double> values, double turned, Span<Vector512<double>> rows)
    {
        var lanes = MemoryMarshal.Cast<Vector512<double>, double>(rows)[..(Currencies * Currencies)];
        var (bases, quotes) = (Bases, Quotes);
        for (var pair = 0; pair < bases.Length; pair++)
        {
            var value = values[pair];
            lanes[(Currencies * bases[pair]) + quotes[pair]] = value;
            lanes[(Currencies * quotes[pair]) + bases[pair]] = turned * value;
        }
    }
}
