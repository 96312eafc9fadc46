using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Sums of closes, of their squares and of typical prices over any window, from running totals. The totals may wrap around 64 bits: their
/// differences are exact all the same, so nothing ever drifts.
/// </summary>
internal sealed class PriceSums(PairSeries prices)
{
    /// <summary>Longest window.</summary>
    public const int LongestWindow = Capacity - 1;

    private const int Capacity = 1024;

    private readonly Ring<long> _closes = new(Capacity);
    private readonly Ring<long> _squares = new(Capacity);
    private readonly Ring<long> _typicals = new(Capacity);

    /// <summary>Σ P[t−i], i = 0..W−1, of eight windows.</summary>
    public Vector512<long> Closes(ReadOnlySpan<int> windows) =>
        Vector512.Create(_closes[prices.Number]) - _closes.Gather(prices.Number, windows);

    /// <summary>Σ P[t−i]², i = 0..W−1, of eight windows.</summary>
    public Vector512<long> Squares(ReadOnlySpan<int> windows) =>
        Vector512.Create(_squares[prices.Number]) - _squares.Gather(prices.Number, windows);

    /// <summary>Σ (H + L + C) of the bars t−i, i = 0..W−1, of eight windows.</summary>
    public Vector512<long> Typicals(ReadOnlySpan<int> windows) =>
        Vector512.Create(_typicals[prices.Number]) - _typicals.Gather(prices.Number, windows);

    public void Advance() => Append(0);

    public void Reset()
    {
        _closes.Clear();
        _squares.Clear();
        _typicals.Clear();
    }

    /// <summary>Nothing is stored: the totals begin anew with the oldest close at hand.</summary>
    public void Load()
    {
        Reset();
        for (var lag = Math.Min(prices.Count, Ring.Depth) - 1; lag >= 0; lag--)
        {
            Append(lag);
        }
    }

    private void Append(int lag)
    {
        var number = prices.Number - lag;
        long close = prices.CloseAt(lag);
        _closes[number] = unchecked(_closes[number - 1] + close);
        _squares[number] = unchecked(_squares[number - 1] + (close * close));
        _typicals[number] = unchecked(_typicals[number - 1] + prices.ThriceTypicalAt(lag));
    }
}
