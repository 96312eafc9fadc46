using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// Rolling state of family 5 for one pair. Lanes: quad, lin and resid of prices, then of BQX, then two that stay 0; a couple's lane in the
/// products is quad-lin, resid-quad, resid-lin.
/// </summary>
internal sealed class TermCovarianceState(PairSeries series, ShadowPhases phases) : PairState
{
    private const int Window = TermCovarianceFamily.Window;
    private const int Depth = 64;
    private const int Used = 6;

    private static readonly Vector512<double> InverseWindow = Vector512.Create(1.0 / Window);
    private static readonly Vector512<double> Least = Vector512.Create(TermCovarianceFamily.LeastVariance);

    private readonly Vector512<double>[] _terms = new Vector512<double>[Depth];
    private ShadowBank _first;
    private ShadowBank _second;
    private ShadowBank _products;

    public override void Advance()
    {
        phases.MoveTo(series.Number);
        var (entering, leaving) = (Terms(), At(Window));
        _first.Slide(phases, entering, leaving);
        _second.Slide(phases, entering * entering, leaving * leaving);
        _products.Slide(phases, One(entering) * Other(entering), One(leaving) * Other(leaving));
        At(0) = entering;
    }

    public override void Write(Span<float> values)
    {
        var mean = _first.Sums * InverseWindow;
        var variance = Vector512.MaxNative((_second.Sums * InverseWindow) - (mean * mean), Vector512<double>.Zero) + Least;
        var covariance = (_products.Sums * InverseWindow) - (One(mean) * Other(mean));
        var narrow = Lanes.Narrow(covariance);

        // Two lanes too many are overwritten by what follows.
        values = values[..(2 * Used)];
        narrow.CopyTo(values);
        (narrow / Vector256.Sqrt(Lanes.Narrow(One(variance) * Other(variance)))).StoreSix(values[Used..]);
    }

    public override void Reset()
    {
        Array.Clear(_terms);
        _first.Reset();
        _second.Reset();
        _products.Reset();
    }

    public override void Save(SnapshotWriter writer)
    {
        _first.Save(writer);
        _second.Save(writer);
        _products.Save(writer);
        for (var lag = Window - 1; lag >= 0; lag--)
        {
            for (var lane = 0; lane < Used; lane++)
            {
                writer.Write(At(lag)[lane]);
            }
        }
    }

    public override void Load(ref SnapshotReader reader)
    {
        Reset();
        _first.Load(ref reader);
        _second.Load(ref reader);
        _products.Load(ref reader);
        for (var lag = Window - 1; lag >= 0; lag--)
        {
            for (var lane = 0; lane < Used; lane++)
            {
                At(lag) = At(lag).WithElement(lane, reader.ReadDouble());
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Terms()
    {
        var (price, bqx) = (series.PriceFits.Terms, series.BqxFits.Terms);
        return Vector512.Create(
            price.QuadraticZ.ToScalar(),
            price.LinearZOfSixty,
            price.EndResidualOfSixty,
            bqx.QuadraticZ.ToScalar(),
            bqx.LinearZOfSixty,
            bqx.EndResidualOfSixty,
            0,
            0);
    }

    private ref Vector512<double> At(int lag) => ref _terms[(series.Number - lag) & (Depth - 1)];

    private static Vector512<double> One(Vector512<double> terms) =>
        Vector512.Shuffle(terms, Vector512.Create(0L, 2, 2, 3, 5, 5, 6, 6));

    private static Vector512<double> Other(Vector512<double> terms) =>
        Vector512.Shuffle(terms, Vector512.Create(1L, 0, 1, 4, 3, 4, 6, 6));
}
