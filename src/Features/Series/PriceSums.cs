using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Sums of squared closes over any window up to <see cref="LongestWindow"/>, from a running total. The total may wrap around
/// 64 bits: its differences are exact all the same, so nothing ever drifts.
/// </summary>
internal sealed class PriceSums(PairSeries prices)
{
    /// <summary>Longest window.</summary>
    public const int LongestWindow = Capacity - 1;

    private const int Capacity = 128;

    private readonly Ring<long> _totals = new(Capacity);

    /// <summary>Σ P[t−i]², i = 0..W−1, of eight windows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<long> Squares(ReadOnlySpan<int> windows)
    {
        var number = prices.Number;
        var last = _totals[number - windows[7]];
        return Vector512.Create(_totals[number]) - Vector512.Create(
            _totals[number - windows[0]],
            _totals[number - windows[1]],
            _totals[number - windows[2]],
            _totals[number - windows[3]],
            _totals[number - windows[4]],
            _totals[number - windows[5]],
            _totals[number - windows[6]],
            last);
    }

    public void Advance() => Append(0);

    public void Reset() => _totals.Clear();

    /// <summary>Nothing is stored: the total begins anew with the oldest close that a window needs.</summary>
    public void Load()
    {
        Reset();
        for (var lag = Math.Min(prices.Count, Capacity) - 1; lag >= 0; lag--)
        {
            Append(lag);
        }
    }

    private void Append(int lag)
    {
        var number = prices.Number - lag;
        long close = prices.CloseAt(lag);
        _totals[number] = _totals[number - 1] + (close * close);
    }
}
