using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Sums of closes, of their squares and of typical prices over any window, from running totals. The totals may wrap around
/// 64 bits: their differences are exact all the same, so nothing ever drifts.
/// </summary>
internal sealed class PriceSums(PairSeries prices)
{
    private const int Typical = 2;

    // Side by side, since a window's totals are read together. The last lane is not used.
    private readonly Ring<Vector256<long>> _totals = new(1024);

    /// <summary>Σ P[t−i] and Σ P[t−i]², i = 0..W−1.</summary>
    public Vector128<long> Closes(int window) => (_totals[prices.Number] - _totals[prices.Number - window]).GetLower();

    /// <summary>Σ (H + L + C) of the bars t−i, i = 0..W−1, of eight windows.</summary>
    public Vector512<long> Typicals(ReadOnlySpan<int> windows) => Sums(windows, Typical);

    public void Advance() => Append(0);

    public void Reset() => _totals.Clear();

    /// <summary>Nothing is stored: the totals begin anew with the oldest close at hand.</summary>
    public void Load()
    {
        Reset();
        for (var lag = Math.Min(prices.Count, Ring.Depth) - 1; lag >= 0; lag--)
        {
            Append(lag);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<long> Sums(ReadOnlySpan<int> windows, int lane)
    {
        var number = prices.Number;
        var last = _totals[number - windows[7]][lane];
        return Vector512.Create(_totals[number][lane]) - Vector512.Create(
            _totals[number - windows[0]][lane],
            _totals[number - windows[1]][lane],
            _totals[number - windows[2]][lane],
            _totals[number - windows[3]][lane],
            _totals[number - windows[4]][lane],
            _totals[number - windows[5]][lane],
            _totals[number - windows[6]][lane],
            last);
    }

    private void Append(int lag)
    {
        var number = prices.Number - lag;
        long close = prices.CloseAt(lag);
        _totals[number] = _totals[number - 1] + Vector256.Create(close, close * close, prices.ThriceTypicalAt(lag), 0);
    }
}
