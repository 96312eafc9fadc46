using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// BQX of one pair over the windows of <see cref="Window.Bqx"/>, and the recent past of both forms: raw, and standardised
/// z(W) = BQX(W)/(σ·√S2(W)) with the σ of its own minute. A value is 0 until the pair has W + 1 minutes.
/// </summary>
internal sealed class BqxSeries(PairSeries prices)
{
    /// <summary>Windows, by position.</summary>
    public static readonly int[] Windows = [.. Window.Bqx.Select(window => window.Minutes)];

    /// <summary>Position of the window of 60 minutes.</summary>
    public const int Sixty = 3;

    /// <summary>How far back <see cref="ZAt"/> reaches.</summary>
    public const int DeepestZ = 180;

    private const double FixedUnit = 1 << 30;
    private const double MostFixed = 1 - (1.0 / 1024);

    // Minutes that the ring of z holds, a power of two, and values that it sets aside a minute: all windows lie side by side.
    private const int ZCapacity = 256;
    private const int ZStride = 8;

    private static readonly double[] InverseRootS2 = [.. Windows.Select(window => 1 / Math.Sqrt(Martingale.SumOfSquares(window)))];

    // Σ P[t−i], i = 1..W: exact.
    private readonly long[] _sums = new long[Windows.Length];
    private readonly double[] _values = new double[Windows.Length];
    private readonly double[] _standardised = new double[Windows.Length];
    private readonly Ring<double> _sixty = new();
    private readonly MirroredRing<int> _fixed = new();
    private readonly float[] _z = new float[ZCapacity * ZStride];

    /// <summary>Minutes for which BQX over 60 minutes is known; 0 before the first.</summary>
    public int Count => Math.Max(0, prices.Count - Windows[Sixty]);

    /// <summary>Σ P[t−i], i = 1..W, ticks.</summary>
    public long Sum(int window) => _sums[window];

    /// <summary>BQX over a window, now.</summary>
    public double Value(int window) => _values[window];

    /// <summary>Standardised BQX over a window, now.</summary>
    public double Z(int window) => _standardised[window];

    /// <summary>BQX over 60 minutes of some market minutes ago.</summary>
    public double SixtyAt(int lag) => _sixty[prices.Number - lag];

    /// <summary>BQX over 60 minutes of eight lags.</summary>
    public Vector512<double> SixtysAt(ReadOnlySpan<int> lags) => _sixty.Gather(prices.Number, lags);

    /// <summary>BQX over 60 minutes of some market minutes ago in units of 2^−30, rounded, within ±(1 − 2^−10): for order alone.</summary>
    public int FixedAt(int lag) => _fixed[prices.Number - lag];

    /// <summary>The last values of <see cref="FixedAt"/> up to some market minutes ago, oldest first.</summary>
    public ReadOnlySpan<int> FixedUpTo(int lag, int count) => _fixed.UpTo(prices.Number - lag, count);

    /// <summary>Standardised BQX over a window, of up to <see cref="DeepestZ"/> market minutes ago.</summary>
    public float ZAt(int window, int lag) => ZsAt(lag)[window];

    /// <summary>Standardised BQX over all windows, of up to <see cref="DeepestZ"/> market minutes ago.</summary>
    public ReadOnlySpan<float> ZsAt(int lag) => ZOf(prices.Number - lag);

    public void Advance()
    {
        long entering = prices.CloseAt(1);
        for (var k = 0; k < Windows.Length; k++)
        {
            _sums[k] += entering - prices.CloseAt(1 + Windows[k]);
        }

        Store();
    }

    public void Reset()
    {
        Array.Clear(_sums);
        Array.Clear(_values);
        Array.Clear(_standardised);
        _sixty.Clear();
        _fixed.Clear();
        Array.Clear(_z);
    }

    /// <summary>Only z depends on more than the closes.</summary>
    public void Save(SnapshotWriter writer)
    {
        for (var k = 0; k < Windows.Length; k++)
        {
            for (var lag = DeepestZ; lag >= 0; lag--)
            {
                writer.Write(ZAt(k, lag));
            }
        }
    }

    public void Load(ref SnapshotReader reader)
    {
        Reset();
        for (var k = 0; k < Windows.Length; k++)
        {
            for (var lag = DeepestZ; lag >= 0; lag--)
            {
                ZOf(prices.Number - lag)[k] = reader.ReadSingle();
            }
        }

        LoadSums();
        LoadSixty();
    }

    private Span<float> ZOf(int number) => _z.AsSpan((number & (ZCapacity - 1)) * ZStride, Windows.Length);

    private void Store()
    {
        var inverse = 1 / prices.Sigma;
        for (var k = 0; k < Windows.Length; k++)
        {
            var known = prices.Count > Windows[k];
            _values[k] = known ? Bqx(_sums[k], Windows[k], prices.Close) : 0;
            _standardised[k] = _values[k] * InverseRootS2[k] * inverse;
            ZOf(prices.Number)[k] = (float)_standardised[k];
        }

        StoreSixty(0, _values[Sixty]);
    }

    private void StoreSixty(int lag, double value)
    {
        _sixty[prices.Number - lag] = value;
        _fixed[prices.Number - lag] = (int)Math.Round(Math.Clamp(value, -MostFixed, MostFixed) * FixedUnit);
    }

    private static double Bqx(long sum, int window, int close) => (sum - ((long)window * close)) / (double)close;

    private void LoadSums()
    {
        for (var k = 0; k < Windows.Length; k++)
        {
            for (var i = 1; i <= Windows[k]; i++)
            {
                _sums[k] += prices.CloseAt(i);
            }

        }

        if (prices.Count > 0)
        {
            Store();
        }
    }

    // As deep as the closes that the snapshot keeps allow.
    private void LoadSixty()
    {
        var sum = _sums[Sixty];
        for (var lag = 0; lag < Math.Min(Count, Ring.Depth - 1 - Windows[Sixty]); lag++)
        {
            StoreSixty(lag, Bqx(sum, Windows[Sixty], prices.CloseAt(lag)));
            sum += prices.CloseAt(lag + 1 + Windows[Sixty]) - prices.CloseAt(lag + 1);
        }
    }
}
