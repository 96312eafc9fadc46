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

    private const int Step = 15;
    private const int Longest = 75;
    private const double FixedUnit = 1 << 30;
    private const double MostFixed = 1 - (1.0 / 1024);

    // Added to a double within ±2³¹, it leaves the nearest integer in the lowest bits.
    private const double Rounding = 1.5 * (1L << 52);

    // Minutes that the ring of z holds, a power of two, and values that it sets aside a minute: all windows lie side by side.
    private const int ZCapacity = 256;
    private const int ZStride = 8;

    // One lane a window, then three that stay 0.
    private static readonly Vector256<int> Minutes = Vector256.Create([.. Windows, 0, 0, 0]);
    private static readonly Vector512<double> Needed = ByWindow(window => window, double.PositiveInfinity);
    private static readonly Vector512<double> InverseRootS2 = ByWindow(window => 1 / Math.Sqrt(Martingale.SumOfSquares(window)), 0);

    private readonly Ring<double> _sixty = new();
    private readonly MirroredRing<int> _fixed = new();
    private readonly float[] _z = new float[ZCapacity * ZStride];

    // Σ P[t−i] and Σ P[t−i]², i = 1..W: exact, the former within 32 bits for prices up to Bar.MaxTicks.
    private Vector256<int> _sums;
    private Vector512<long> _squares;
    private Vector512<double> _values;
    private Vector512<double> _standardised;

    /// <summary>Minutes for which BQX over 60 minutes is known; 0 before the first.</summary>
    public int Count => Math.Max(0, prices.Count - Windows[Sixty]);

    /// <summary>Σ P[t−i], i = 1..W, ticks, by window; three lanes are 0.</summary>
    public Vector256<int> Sums => _sums;

    /// <summary>Σ P[t−i]², i = 1..W, ticks², by window; three lanes are 0.</summary>
    public Vector512<long> Squares => _squares;

    /// <summary>BQX by window, now; three lanes are 0.</summary>
    public Vector512<double> Values => _values;

    /// <summary>Standardised BQX by window, now; three lanes are 0.</summary>
    public Vector512<double> Zs => _standardised;

    /// <summary>BQX over 60 minutes of some market minutes ago.</summary>
    public double SixtyAt(int lag) => _sixty[prices.Number - lag];

    /// <summary>BQX over 60 minutes of eight lags.</summary>
    public Vector512<double> SixtysAt(ReadOnlySpan<int> lags) => _sixty.Gather(prices.Number, lags);

    /// <summary>BQX over 60 minutes of some market minutes ago in units of 2^−30, rounded, within ±(1 − 2^−10): for order alone.</summary>
    public int FixedAt(int lag) => _fixed[prices.Number - lag];

    /// <summary>The last values of <see cref="FixedAt"/> up to some market minutes ago, oldest first.</summary>
    public ReadOnlySpan<int> FixedUpTo(int lag, int count) => _fixed.UpTo(prices.Number - lag, count);

    /// <summary>Standardised BQX over a window, of up to <see cref="DeepestZ"/> market minutes ago.</summary>
    public float ZAt(int window, int lag) => ZOf(prices.Number - lag)[window];

    /// <summary>Standardised BQX over all windows, of up to <see cref="DeepestZ"/> market minutes ago; three lanes are 0.</summary>
    public Vector256<float> ZsAt(int lag) => Vector256.Create(ZOf(prices.Number - lag));

    public void Advance()
    {
        var past = prices.ClosesUpTo(1, Longest + 1);
        var entering = past[Longest];
        var leaving = Vector256.Create(
            past[4 * Step], past[3 * Step], past[2 * Step], past[Step], past[0], entering, entering, entering);
        var (lower, upper) = Vector256.Widen(leaving);
        var oldest = Vector512.Create(lower, upper);
        _sums += Vector256.Create(entering) - leaving;
        _squares += Vector512.Create((long)entering * entering) - (oldest * oldest);
        Store();
    }

    public void Reset()
    {
        (_sums, _squares) = (default, default);
        (_values, _standardised) = (default, default);
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

    private static Vector512<double> ByWindow(Func<int, double> ofWindow, double spare) =>
        Vector512.Create([.. Windows.Select(ofWindow), spare, spare, spare]);

    private Span<float> ZOf(int number) => _z.AsSpan((number & (ZCapacity - 1)) * ZStride, ZStride);

    private void Store()
    {
        var known = Vector512.GreaterThan(Vector512.Create((double)prices.Count), Needed);
        var (lower, upper) = Vector256.Widen(_sums - (Minutes * prices.Close));
        var values = Vector512.ConvertToDouble(Vector512.Create(lower, upper)) * prices.InverseClose;
        values = Vector512.ConditionalSelect(known, values, Vector512<double>.Zero);
        var standardised = values * (InverseRootS2 * prices.InverseSigma);
        (_values, _standardised) = (values, standardised);
        standardised.Store(ZOf(prices.Number));
        StoreSixty(0, values[Sixty]);
    }

    private void StoreSixty(int lag, double value)
    {
        var number = prices.Number - lag;
        var within = double.MaxNative(double.MinNative(value, MostFixed), -MostFixed);
        _sixty[number] = value;
        _fixed[number] = (int)BitConverter.DoubleToInt64Bits((within * FixedUnit) + Rounding);
    }

    private void LoadSums()
    {
        for (var k = 0; k < Windows.Length; k++)
        {
            var (sum, squares) = (0, 0L);
            for (var i = 1; i <= Windows[k]; i++)
            {
                var close = prices.CloseAt(i);
                sum += close;
                squares += (long)close * close;
            }

            (_sums, _squares) = (_sums.WithElement(k, sum), _squares.WithElement(k, squares));
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
            var close = prices.CloseAt(lag);
            StoreSixty(lag, (sum - (Windows[Sixty] * close)) * (1.0 / close));
            sum += prices.CloseAt(lag + 1 + Windows[Sixty]) - prices.CloseAt(lag + 1);
        }
    }
}
