using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Rolling state of family 18 for one pair: sums over two windows. Those of returns are remembered for as long as the longest lag: the
/// sums of lagged returns are the sums of that many minutes ago. Means and variances of price and BQX come from the fits.
/// </summary>
internal sealed class PriceBqxState(PairSeries series, ShadowPhases phases) : PairState
{
    /// <summary>Window of each lane.</summary>
    internal static readonly int[] LaneWindows = [.. PriceBqxFamily.Windows.SelectMany(_ => PriceBqxFamily.Lags, (window, _) => window)];

    private const int Ratios = 8;
    private const int SlopeDifferences = Ratios + 3;
    private const int ShareDifferences = SlopeDifferences + FitWindows.Count;
    private const int Regressions = ShareDifferences + FitWindows.Count;
    private const int SignAgreement = Regressions + 4;

    // Minutes that the past holds, and numbers a minute.
    private const int Depth = 16;
    private const int Kept = 4;

    private static readonly int[] Lags = PriceBqxFamily.Lags;
    private static readonly int[] Leaving = [.. LaneWindows.Select((window, lane) => window + Lags[lane % Lags.Length])];

    // Σ r and Σ r² of the first window, then of the second.
    private readonly double[] _past = new double[Depth * Kept];

    // Σ r[s−lag]·B[s], one lane a window and lag.
    private ShadowBank _products;

    // Σ r, Σ r², Σ P·B and Σ sign(r)·sign(−B) of the first window, then of the second.
    private ShadowBank _sums;

    public override void Advance()
    {
        phases.MoveTo(series.Number);
        var (one, two) = (LaneWindows[0], LaneWindows[^1]);
        var (bqx, bqxOne, bqxTwo) = (series.Bqx.SixtyAt(0), series.Bqx.SixtyAt(one), series.Bqx.SixtyAt(two));
        var returns = Vector256.Create(
            series.ReturnAt(Lags[0]), series.ReturnAt(Lags[1]), series.ReturnAt(Lags[2]), series.ReturnAt(Lags[3]));
        var leaving = series.ReturnsAt(Leaving);
        var entering = OfMinute(returns.ToScalar(), bqx, series.Close);
        var left = Vector512.Create(
            OfMinute(leaving.ToScalar(), bqxOne, series.CloseAt(one)),
            OfMinute(leaving.GetUpper().ToScalar(), bqxTwo, series.CloseAt(two)));
        returns *= bqx;
        leaving *= Vector512.Create(Vector256.Create(bqxOne), Vector256.Create(bqxTwo));
        _products.Slide(phases, Vector512.Create(returns, returns), leaving);
        _sums.Slide(phases, Vector512.Create(entering, entering), left);
        Keep(_sums.Sums);
    }

    public override void Write(Span<float> values)
    {
        values = values[..(SignAgreement + 1)];
        var (price, bqx) = (series.PriceFits.Terms, series.BqxFits.Terms);
        var tick = series.InverseClose;
        var now = series.Bqx.SixtyAt(0);
        var (returns, squares) = ReturnsByLag();

        // Lanes too many are overwritten by what follows.
        PriceBqxRatios.Correlations(_products.Sums, returns, squares, bqx, now, tick).CopyTo(values);
        PriceBqxRatios.OfVariances(bqx, series.Volatility.Sums, tick).CopyTo(values[Ratios..]);
        FitDifferences.OfTerms(price.RiseZ, bqx.RiseZ).CopyTo(values[SlopeDifferences..]);
        FitDifferences.OfShares(price.LineR2, bqx.LineR2).CopyTo(values[ShareDifferences..]);
        PriceBqxRatios.Regressions(Vector128.Create(_sums.Sums[2], _sums.Sums[6]), price, bqx, now, tick).CopyTo(values[Regressions..]);
        values[SignAgreement] = (float)_sums.Sums[3] * (1f / 60);
    }

    public override void Reset()
    {
        _products.Reset();
        _sums.Reset();
        Array.Clear(_past);
    }

    public override void Save(SnapshotWriter writer)
    {
        _products.Save(writer);
        _sums.Save(writer);
        for (var lag = Depth - 1; lag >= 0; lag--)
        {
            foreach (var sum in PastAt(lag))
            {
                writer.Write(sum);
            }
        }
    }

    public override void Load(ref SnapshotReader reader)
    {
        _products.Load(ref reader);
        _sums.Load(ref reader);
        for (var lag = Depth - 1; lag >= 0; lag--)
        {
            foreach (ref var sum in PastAt(lag))
            {
                sum = reader.ReadDouble();
            }
        }
    }

    private Span<double> PastAt(int lag) => _past.AsSpan(((series.Number - lag) & (Depth - 1)) * Kept, Kept);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep(Vector512<double> sums)
    {
        Vector256.Create(sums.GetLower().GetLower(), sums.GetUpper().GetLower()).CopyTo(PastAt(0));
    }

    // Σ r and Σ r², one lane a window and lag.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector512<double> Returns, Vector512<double> Squares) ReturnsByLag()
    {
        var a = PastAt(Lags[0]);
        var b = PastAt(Lags[1]);
        var c = PastAt(Lags[2]);
        var d = PastAt(Lags[3]);
        return (
            Vector512.Create(a[0], b[0], c[0], d[0], a[2], b[2], c[2], d[2]),
            Vector512.Create(a[1], b[1], c[1], d[1], a[3], b[3], c[3], d[3]));
    }

    // The last is 1 where the minute moved the way that BQX says the last hour went, −1 where against it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> OfMinute(double move, double bqx, int close)
    {
        var product = Vector128.CreateScalar(move * bqx);
        var (against, with) = (Vector128.GreaterThan(product, default), Vector128.LessThan(product, default));
        var sign = (with & Vector128<double>.One) - (against & Vector128<double>.One);
        return Vector256.Create(Vector128.Create(move, move * move), Vector128.Create(bqx * close, sign.ToScalar()));
    }
}
