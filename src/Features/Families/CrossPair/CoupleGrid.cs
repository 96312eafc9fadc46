using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Two values of each of the 28 pairs in the rows of a <see cref="CurrencyGrid"/>, turned over for Q/B.</summary>
internal static class CoupleGrid
{
    /// <summary>Places a pair's values.</summary>
    public static void Set(Span<Vector512<float>> rows, int pair, float first, float second)
    {
        var lanes = MemoryMarshal.Cast<Vector512<float>, float>(rows);
        var (priced, price) = (CurrencyGrid.Bases[pair], CurrencyGrid.Quotes[pair]);
        Set(lanes, (priced * CurrencyGrid.Currencies) + price, first, second);
        Set(lanes, (price * CurrencyGrid.Currencies) + priced, -first, -second);
    }

    private static void Set(Span<float> lanes, int place, float first, float second)
    {
        lanes[(2 * place) + 1] = second;
        lanes[2 * place] = first;
    }
}
