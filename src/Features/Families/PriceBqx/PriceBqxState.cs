using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// Rolling state of family 18 for one pair. A lane is a window and a lag; of the products of price and BQX one lane a window is read.
/// Means and variances of price and BQX come from the fits, the sum of signs is whole: it is rebuilt from the rings.
/// </summary>
internal sealed class PriceBqxState(PairSeries series, ShadowPhases phases) : PairState
{
    /// <summary>Window of each lane.</summary>
    internal static readonly int[] LaneWindows = [.. PriceBqxFamily.Windows.SelectMany(_ => PriceBqxFamily.Lags, (window, _) => window)];

    private const int SignWindow = 60;
    private const int Ratios = 8;

    // Of the variance of prices, left to the residual: beyond it, rounding decides.
    private const double LeastShare = 1e-6;
    private const int SlopeDifferences = Ratios + 3;
    private const int ShareDifferences = SlopeDifferences + FitWindows.Count;
    private const int Regressions = ShareDifferences + FitWindows.Count;

    private static readonly int[] LaneLags = [.. PriceBqxFamily.Windows.SelectMany(_ => PriceBqxFamily.Lags)];
    private static readonly int[] Leaving = [.. LaneWindows.Zip(LaneLags, (window, lag) => window + lag)];
    private static readonly Vector512<double> InverseWindows = Vector512<double>.One / Lanes.Of(LaneWindows);
    private static readonly double WalkVariance = Martingale.SumOfSquares(60);

    // Positions among the fits' windows.
    private static readonly int[] Fits = [.. PriceBqxFamily.Windows.Select(OfFit)];

    // Positions among the fits' windows and among those of realised volatility.
    private static readonly (int Fit, int Returns, double InverseWindow)[] RatioWindows =
        [.. PriceBqxFamily.RatioWindows.Select(w => (OfFit(w), Array.IndexOf(RealisedVolatility.Windows, w), 1.0 / w))];

    private ShadowBank _returns;
    private ShadowBank _squares;
    private ShadowBank _products;
    private ShadowBank _levels;
    private int _agreement;

    public override void Advance()
    {
        phases.MoveTo(series.Number);
        var (entering, leaving) = (series.ReturnsAt(LaneLags), series.ReturnsAt(Leaving));
        var (bqx, bqxLeaving) = (Vector512.Create(series.Bqx.SixtyAt(0)), series.Bqx.SixtysAt(LaneWindows));
        _returns.Slide(phases, entering, leaving);
        _squares.Slide(phases, entering * entering, leaving * leaving);
        _products.Slide(phases, entering * bqx, leaving * bqxLeaving);
        _levels.Slide(phases, bqx * (double)series.Close, bqxLeaving * ClosesLeaving());
        _agreement += Agreement(0) - Agreement(SignWindow);
    }

    public override void Write(Span<float> values)
    {
        var (price, bqx) = (series.PriceFits.Terms, series.BqxFits.Terms);
        var tick = 1.0 / series.Close;
        WriteCorrelations(bqx, tick * tick, values);
        WriteRatios(bqx, tick * tick, values[Ratios..]);

        // Two lanes too many are overwritten by what follows.
        Difference(price.RiseZ, bqx.RiseZ).Store(values[SlopeDifferences..]);
        ShareDifference(price.LineR2, bqx.LineR2).Store(values[ShareDifferences..]);
        WriteRegressions(price, bqx, tick, values[Regressions..]);
        values[Regressions + (2 * Fits.Length)] = _agreement / (float)SignWindow;
    }

    public override void Reset()
    {
        _returns.Reset();
        _squares.Reset();
        _products.Reset();
        _levels.Reset();
        _agreement = 0;
    }

    public override void Save(SnapshotWriter writer)
    {
        _returns.Save(writer);
        _squares.Save(writer);
        _products.Save(writer);
        _levels.Save(writer);
    }

    public override void Load(ref SnapshotReader reader)
    {
        _returns.Load(ref reader);
        _squares.Load(ref reader);
        _products.Load(ref reader);
        _levels.Load(ref reader);
        _agreement = 0;
        for (var lag = 0; lag < SignWindow; lag++)
        {
            _agreement += Agreement(lag);
        }
    }

    private void WriteCorrelations(FitTerms bqx, double squareTick, Span<float> values)
    {
        var now = series.Bqx.SixtyAt(0);
        var (one, two) = (Fits[0], Fits[1]);
        var mean = OfWindows(bqx.Mean[one] + now, bqx.Mean[two] + now);
        var variance = OfWindows(bqx.Total[one], bqx.Total[two]) * InverseWindows;
        var meanReturn = _returns.Sums * InverseWindows;
        var ofReturns = (_squares.Sums * InverseWindows) - (meanReturn * meanReturn);
        var covariance = (_products.Sums * InverseWindows) - (meanReturn * mean);
        ofReturns = Vector512.Max(ofReturns, Vector512.Create(squareTick / 6));
        variance = Vector512.Max(variance, Vector512.Create(BqxFits.RoundingVariance * squareTick));
        (covariance / Vector512.Sqrt(ofReturns * variance)).Store(values);
    }

    private void WriteRatios(FitTerms bqx, double squareTick, Span<float> values)
    {
        for (var k = 0; k < RatioWindows.Length; k++)
        {
            var (fit, returns, inverse) = RatioWindows[k];
            var seen = bqx.Total[fit] * inverse;
            var walk = WalkVariance * series.Volatility.Sum(returns) * inverse;
            values[k] = (float)((seen - walk) / Math.Max(seen + walk, BqxFits.RoundingVariance * squareTick));
        }
    }

    private void WriteRegressions(FitTerms price, FitTerms bqx, double tick, Span<float> values)
    {
        var rounding = tick * tick / 12;
        for (var k = 0; k < Fits.Length; k++)
        {
            var inverse = InverseWindows[k * PriceBqxFamily.Lags.Length];
            var level = _levels.Sums[k * PriceBqxFamily.Lags.Length] * inverse * tick;
            var covariance = level - ((1 + price.Mean[Fits[k]]) * (bqx.Mean[Fits[k]] + series.Bqx.SixtyAt(0)));
            var ofPrice = Math.Max(price.Total[Fits[k]] * inverse, rounding);
            var slope = covariance / Math.Max(bqx.Total[Fits[k]] * inverse, BqxFits.RoundingVariance * tick * tick);
            var explained = slope * covariance;
            var residual = (slope * bqx.Mean[Fits[k]]) - price.Mean[Fits[k]];
            values[k] = (float)(residual / Math.Sqrt(Math.Max(ofPrice - explained, LeastShare * ofPrice)));
            values[Fits.Length + k] = (float)(explained / ofPrice);
        }
    }

    private Vector512<double> ClosesLeaving() =>
        OfWindows(series.CloseAt(PriceBqxFamily.Windows[0]), series.CloseAt(PriceBqxFamily.Windows[1]));

    // 1 where the minute moved the way that BQX says the last hour went, −1 where against it.
    private int Agreement(int lag) => -Math.Sign(series.ReturnAt(lag)) * Math.Sign(series.Bqx.SixtyAt(lag));

    private static Vector512<double> OfWindows(double one, double two) =>
        Vector512.Create(Vector256.Create(one), Vector256.Create(two));

    private static Vector512<double> Difference(Vector512<double> a, Vector512<double> b) =>
        (a - b) / (Vector512<double>.One + Vector512.Abs(a) + Vector512.Abs(b));

    private static Vector512<double> ShareDifference(Vector512<double> a, Vector512<double> b) =>
        (a - b) / (a + b + Vector512.Create(CrossWindowFamily.LeastShare));

    private static int OfFit(int window) => Array.IndexOf(FitWindows.Minutes, window);
}
