using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Rolling sums of one pair's squared one-minute log returns.</summary>
internal sealed class RealisedVolatility(PairSeries prices, ShadowPhases phases)
{
    /// <summary>Windows, by position.</summary>
    public static readonly int[] Windows = [5, 15, 30, 60, 120, 240, 630, 1440];

    /// <summary>Position of the window of 60 minutes.</summary>
    public const int Sixty = 3;

    private static readonly double[] InverseWindows = [.. Windows.Select(window => 1.0 / window)];

    private ShadowBank _squares;

    /// <summary>Σ r[t−i]², i = 0..W−1, of all windows; never below 0.</summary>
    public Vector512<double> Sums => Vector512.MaxNative(_squares.Sums, Vector512<double>.Zero);

    /// <summary>Σ r[t−i]², i = 0..W−1; never below 0.</summary>
    public double Sum(int window) => double.MaxNative(_squares.Sums[window], 0);

    /// <summary>Realised volatility √(mean_{i=0..W−1} r[t−i]²), log return a minute; 0 in a market that has not moved.</summary>
    public double Rv(int window) => Math.Sqrt(Sum(window) * InverseWindows[window]);

    public void Advance()
    {
        phases.MoveTo(prices.Number);
        var entering = Vector512.Create(prices.ReturnAt(0));
        var leaving = prices.ReturnsAt(Windows);
        _squares.Slide(phases, entering * entering, leaving * leaving);
    }

    public void Reset() => _squares.Reset();

    public void Save(SnapshotWriter writer) => _squares.Save(writer);

    public void Load(ref SnapshotReader reader) => _squares.Load(ref reader);
}
