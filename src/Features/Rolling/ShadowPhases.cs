using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// At which lanes of a <see cref="ShadowBank"/> the shadow sums restart, and at which they replace the sums, at a market minute:
/// the rule of <see cref="ShadowSum"/> for eight windows at once. The same for all pairs, hence computed once a minute.
/// </summary>
internal sealed class ShadowPhases
{
    private readonly int[] _windows;
    private int _number = -1;

    /// <param name="windows">Window of each lane, minutes; exactly <see cref="ShadowBank.Lanes"/>.</param>
    public ShadowPhases(int[] windows)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(windows.Length, ShadowBank.Lanes);
        _windows = windows;
    }

    /// <summary>All bits set at lanes whose minute number is divisible by the window.</summary>
    public Vector512<double> Restart { get; private set; }

    /// <summary>All bits set at lanes whose shadow has just become full.</summary>
    public Vector512<double> Swap { get; private set; }

    /// <summary>Goes to a market minute.</summary>
    public void MoveTo(int number)
    {
        if (number != _number)
        {
            Compute(number);
        }
    }

    private void Compute(int number)
    {
        _number = number;
        Span<long> restart = stackalloc long[ShadowBank.Lanes];
        Span<long> swap = stackalloc long[ShadowBank.Lanes];
        for (var lane = 0; lane < ShadowBank.Lanes; lane++)
        {
            var phase = number % _windows[lane];
            restart[lane] = phase == 0 ? -1 : 0;
            swap[lane] = phase == _windows[lane] - 1 ? -1 : 0;
        }

        Restart = Vector512.Create<long>(restart).AsDouble();
        Swap = Vector512.Create<long>(swap).AsDouble();
    }
}
