using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// The six triangles of every pair B/Q with another currency Z: how far ln(B/Q) − ln(B/Z) − ln(Z/Q) lies from its mean of the last 240
/// minutes, in its deviations. Prices are counted from the segment's first, so that sums of squares keep their digits. Lanes are by Z;
/// those of B and of Q stay 0.
/// </summary>
internal sealed class Triangles(MarketState market)
{
    public const int Window = 240;

    /// <summary>Least deviation of a residual, in log units: a tenth of a tick where prices are near 1.</summary>
    public const double Floor = 1e-6;

    /// <summary>Triangles that a pair is a side of.</summary>
    public const int PerPair = 6;

    private readonly ShadowPhases _phases = new([.. Enumerable.Repeat(Window, ShadowBank.Lanes)]);
    private readonly ShadowBank[] _residuals = new ShadowBank[Pair.Count];
    private readonly ShadowBank[] _squares = new ShadowBank[Pair.Count];

    public void Advance()
    {
        _phases.MoveTo(market.Number);
        var now = market.Sisters.Logs.At(0);
        var before = market.Sisters.Logs.At(Window);
        for (var pair = 0; pair < _residuals.Length; pair++)
        {
            var (entering, leaving) = (Residuals(pair, now), Residuals(pair, before));
            _residuals[pair].Slide(_phases, entering, leaving);
            _squares[pair].Slide(_phases, entering * entering, leaving * leaving);
        }
    }

    /// <summary>Standardised residuals of a pair's triangles, by other currency in priority order; two lanes are left over.</summary>
    public Vector256<float> Of(int pair)
    {
        var share = Vector512.Create(1.0 / Window);
        var mean = _residuals[pair].Sums * share;
        var variance = (_squares[pair].Sums * share) - (mean * mean);
        var deviation = Vector256.Sqrt(Lanes.Narrow(Vector512.MaxNative(variance, Vector512.Create(Floor * Floor))));
        var distance = Lanes.Narrow(Residuals(pair, market.Sisters.Logs.At(0)) - mean);
        return SisterLanes.OfOthers(pair, distance / deviation);
    }

    public void Reset()
    {
        Array.Clear(_residuals);
        Array.Clear(_squares);
    }

    public void Save(SnapshotWriter writer)
    {
        for (var pair = 0; pair < _residuals.Length; pair++)
        {
            _residuals[pair].Save(writer);
            _squares[pair].Save(writer);
        }
    }

    public void Load(ref SnapshotReader reader)
    {
        for (var pair = 0; pair < _residuals.Length; pair++)
        {
            _residuals[pair].Load(ref reader);
            _squares[pair].Load(ref reader);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Residuals(int pair, ReadOnlySpan<Vector512<double>> logs)
    {
        var (priced, price) = (logs[CurrencyGrid.Bases[pair]], logs[CurrencyGrid.Quotes[pair]]);
        return Vector512.Create(priced[CurrencyGrid.Quotes[pair]]) - priced + price;
    }
}
