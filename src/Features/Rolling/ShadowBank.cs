using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Eight <see cref="ShadowSum"/>s side by side, lane by lane the same bits as eight single ones.</summary>
internal struct ShadowBank
{
    /// <summary>Sums in a bank.</summary>
    public const int Lanes = 8;

    private Vector512<double> _sums;
    private Vector512<double> _shadows;

    public readonly Vector512<double> Sums => _sums;

    /// <param name="phases">At the values' market minute.</param>
    /// <param name="entering">The new value of each lane.</param>
    /// <param name="leaving">Each lane's value of W minutes ago, 0 where there was none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Slide(ShadowPhases phases, Vector512<double> entering, Vector512<double> leaving)
    {
        var shadows = Vector512.ConditionalSelect(phases.Restart, entering, _shadows + entering);
        _sums = Vector512.ConditionalSelect(phases.Swap, shadows, _sums + entering - leaving);
        _shadows = shadows;
    }

    public readonly void Save(SnapshotWriter writer)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            writer.Write(_sums[lane]);
            writer.Write(_shadows[lane]);
        }
    }

    public void Load(ref SnapshotReader reader)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            _sums = _sums.WithElement(lane, reader.ReadDouble());
            _shadows = _shadows.WithElement(lane, reader.ReadDouble());
        }
    }

    public void Reset() => (_sums, _shadows) = (default, default);
}
