using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>Picks a pair's sisters from the rows of its base and of its quote in a <see cref="CurrencyGrid"/>, by slot.</summary>
internal static class SisterLanes
{
    private static readonly Vector512<int>[] Slots = [.. Pair.All.Select(SlotsOf)];
    private static readonly Vector512<long>[] First = [.. Pair.All.Select(pair => CouplesOf(pair, 0))];
    private static readonly Vector512<long>[] Last = [.. Pair.All.Select(pair => CouplesOf(pair, 4))];
    private static readonly Vector256<int>[] Others = [.. Pair.All.Select(OthersOf)];

    /// <summary>Writes the twelve values of the sisters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int pair, Vector256<float> ofBase, Vector256<float> ofQuote, Span<float> values)
    {
        var sisters = Vector512.ShuffleNative(Vector512.Create(ofBase, ofQuote), Slots[pair]);
        sisters.GetUpper().GetLower().CopyTo(values[8..]);
        sisters.GetLower().CopyTo(values);
    }

    /// <summary>Writes the twelve couples of values of the sisters; a row has the couple of lane Y at 2·Y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCouples(int pair, Vector512<float> ofBase, Vector512<float> ofQuote, Span<float> values)
    {
        var (one, other) = (ofBase.AsDouble(), ofQuote.AsDouble());
        var even = Vector512.Create(-1L, 0, -1, 0, -1, 0, -1, 0).AsDouble();
        var (first, last) = (First[pair], Last[pair]);
        Vector512.ConditionalSelect(even, Vector512.ShuffleNative(one, last), Vector512.ShuffleNative(other, last))
            .GetLower().AsSingle().CopyTo(values[16..]);
        Vector512.ConditionalSelect(even, Vector512.ShuffleNative(one, first), Vector512.ShuffleNative(other, first))
            .AsSingle().CopyTo(values);
    }

    /// <summary>Brings what belongs to the six other currencies to the front, in priority order.</summary>
    public static Vector256<float> OfOthers(int pair, Vector256<float> row) => Vector256.ShuffleNative(row, Others[pair]);

    private static Vector512<int> SlotsOf(Pair pair)
    {
        var others = Sisters.OthersOf(pair);
        var lanes = Vector512<int>.Zero;
        for (var k = 0; k < others.Length; k++)
        {
            lanes = lanes.WithElement(2 * k, (int)others[k]).WithElement((2 * k) + 1, CurrencyGrid.Currencies + (int)others[k]);
        }

        return lanes;
    }

    // Two slots each of four other currencies, or of as many as are left.
    private static Vector512<long> CouplesOf(Pair pair, int from)
    {
        var others = Sisters.OthersOf(pair);
        var lanes = Vector512<long>.Zero;
        for (var k = from; k < Math.Min(from + 4, others.Length); k++)
        {
            lanes = lanes.WithElement(2 * (k - from), (int)others[k]).WithElement((2 * (k - from)) + 1, (int)others[k]);
        }

        return lanes;
    }

    private static Vector256<int> OthersOf(Pair pair)
    {
        var others = Sisters.OthersOf(pair);
        var lanes = Vector256<int>.Zero;
        for (var k = 0; k < others.Length; k++)
        {
            lanes = lanes.WithElement(k, (int)others[k]);
        }

        return lanes;
    }
}
