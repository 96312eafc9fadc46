using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Finds the pair that a file name speaks of.</summary>
internal static class PairNames
{
    private const int Length = 6;

    /// <summary>The last pair named, as in <c>DAT_ASCII_EURUSD_M1_2017.csv</c>, <c>eurusd_m1.csv.gz</c> or <c>EUR-USD.csv</c>; else null.</summary>
    public static Pair? Find(string name)
    {
        var letters = new string([.. name.Where(symbol => symbol is not ('-' or '/'))]);
        for (var start = letters.Length - Length; start >= 0; start--)
        {
            if (Pair.TryParse(letters.Substring(start, Length), out var pair))
            {
                return pair;
            }
        }

        return null;
    }
}
