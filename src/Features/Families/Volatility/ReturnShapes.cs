using System.Runtime.CompilerServices;
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

    // The lane of the return a minute before; of the others the lane itself.
    private static readonly Vector512<long> Before = Vector512.Create(3L, 4, 6, 3, 4, 5, 6, 7);

    private ShadowBank _bank;

    /// <summary>Neighbours over 60, 240 and 1440 returns, then signed squares over 60, 240, 630 and 1440.</summary>
    public readonly Vector512<double> Sums => _bank.Sums;

    public static ShadowPhases NewPhases() => new(Windows);

    public void Advance(PairSeries series, ShadowPhases phases)
    {
        phases.MoveTo(series.Number);
        var newest = series.ReturnAt(0);
        var entering = Products(
            Vector512.Create(newest), Vector512.ConditionalSelect(Neighbours, Vector512.Create(series.ReturnAt(1)), Vector512.Create(newest)));
        var leaving = series.ReturnsAt(Windows);
        _bank.Slide(phases, entering, Products(leaving, Vector512.Shuffle(leaving, Before)));
    }

    public void Reset() => _bank.Reset();

    public readonly void Save(SnapshotWriter writer) => _bank.Save(writer);

    public void Load(ref SnapshotReader reader) => _bank.Load(ref reader);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Products(Vector512<double> r, Vector512<double> other) =>
        Vector512.ConditionalSelect(Neighbours, Vector512.Abs(r), r) * Vector512.Abs(other);
}
