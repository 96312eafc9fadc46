using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>The fits of one pair's BQX over 60 minutes, and their standardised quadratic terms of the last minutes.</summary>
/// <param name="series">The pair.</param>
/// <param name="phases">Phases that all pairs share.</param>
internal sealed class BqxFits(PairSeries series, FitPhases phases)
{
    /// <summary>
    /// Variance that rounding prices to ticks leaves in BQX over 60 minutes, ticks² · P⁻²: (60² + 60)/12.
    /// </summary>
    public const double RoundingVariance = 305;

    private readonly LaneRing _quadratics = new();
    private BqxFitSums _sums;

    /// <summary>Terms of the current minute.</summary>
    public FitTerms Terms { get; } = new();

    /// <summary>
    /// <see cref="FitTerms.QuadraticZ"/> by window of up to <see cref="LaneRing.Deepest"/> minutes ago, with the σ̂ of that minute; 0 before the
    /// pair's first bar.
    /// </summary>
    public Vector256<float> QuadZAt(int lag) => _quadratics[series.Number - lag];

    public void Advance()
    {
        var bqx = series.Bqx;
        phases.MoveTo(series.Number);
        var terms = Compute(_sums.Slide(phases, bqx.SixtysAt(FitWindows.Lags), bqx.SixtyAt(0)));
        _quadratics.Put(series.Number, terms.QuadraticZ);
    }

    public void Reset()
    {
        _sums = default;
        _quadratics.Clear();
    }

    public void Save(SnapshotWriter writer)
    {
        _sums.Save(writer);
        _quadratics.Save(writer, series.Number);
    }

    public void Load(ref SnapshotReader reader)
    {
        _sums.Load(ref reader);
        _quadratics.Load(ref reader, series.Number);
        if (series.Count > 0)
        {
            Compute(_sums.Moments(series.Bqx.SixtyAt(0)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector512<double> RiseZ, Vector512<double> QuadraticZ) Compute(FitMoments moments)
    {
        var least = FitWindows.W * (RoundingVariance * series.InverseClose * series.InverseClose);
        return Terms.Compute(
            moments, new FitBounds(least, least, Apex: 1e-16), 1, series.InverseSigma, WalkDeviations.OfBqx);
    }
}
