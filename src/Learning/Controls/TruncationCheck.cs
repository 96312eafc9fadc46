using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Controls;

/// <summary>
/// Whether values know more than they may: a vector as of t must be the same bits whether the bars after t are there or not.
/// </summary>
public static class TruncationCheck
{
    /// <summary>Finds the values that look ahead.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="source">Computes them.</param>
    /// <param name="bars">Bars, ascending.</param>
    /// <param name="cuts">Positions in <paramref name="bars"/> after which they are taken away.</param>
    /// <returns>Names of those that differ at any cut, in their order.</returns>
    public static ImmutableArray<string> Run(
        IReadOnlyList<string> names, VectorSource source, IReadOnlyList<MinuteBars> bars, IEnumerable<int> cuts)
    {
        var leaks = new bool[names.Count];
        foreach (var cut in cuts)
        {
            var at = bars[cut].Close;
            var whole = source(bars, at);
            var truncated = source([.. bars.Take(cut + 1)], at);
            for (var i = 0; i < leaks.Length; i++)
            {
                leaks[i] |= BitConverter.SingleToInt32Bits(whole[i]) != BitConverter.SingleToInt32Bits(truncated[i]);
            }
        }

        return [.. names.Where((_, i) => leaks[i])];
    }
}
