using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Rolling sums that tell jumps from noise and falls from rises: Σ |r[t−i]|·|r[t−i−1]| and Σ r[t−i]·|r[t−i]|.</summary>
internal struct ReturnShapes
{
    // W − 1 products of neighbours lie within W returns; the last lane is not used.
    private static readonly int[] Windows = [59, 239, 1439, 60, 240, 630, 1440, 1440];

    // Lanes of products of neighbours; the others are of a return by itself.
    private static readonly Vector512<double> Neighbours =
        Vector512.Create(-1L, -1, -1, 0, 0, 0, 0, 0).AsDouble();

    private ShadowBank _bank;

    /// <summary>Neighbours over 60, 240 and 1440 returns, then signed squares over 60, 240, 630 and 1440.</summary>
    public readonly Vector512<double> Sums => _bank.Sums;

    public static ShadowPhases NewPhases() => new(Windows);

    public void Advance(PairSeries series, ShadowPhases phases)
    {
        phases.MoveTo(series.Number);
        var newest = Vector512.Create(series.ReturnAt(0));
        var entering = Products(newest, Vector512.Create(series.ReturnAt(1)));
        var before = Vector512.Create(
            series.ReturnAt(Windows[0] + 1), series.ReturnAt(Windows[1] + 1), series.ReturnAt(Windows[2] + 1), 0, 0, 0, 0, 0);
        _bank.Slide(phases, entering, Products(series.ReturnsAt(Windows), before));
    }

    public void Reset() => _bank.Reset();

    public readonly void Save(SnapshotWriter writer) => _bank.Save(writer);

    public void Load(ref SnapshotReader reader) => _bank.Load(ref reader);

    private static Vector512<double> Products(Vector512<double> r, Vector512<double> before) =>
        Vector512.ConditionalSelect(Neighbours, Vector512.Abs(r) * Vector512.Abs(before), r * Vector512.Abs(r));
}
