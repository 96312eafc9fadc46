using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>
/// At which lanes of a <see cref="ShadowBank"/> the shadow sums restart, and at which they replace the sums, at a market minute:
/// the rule of <see cref="ShadowSum"/> for eight windows at once. The same for all pairs, hence computed once a minute.
/// </summary>
internal sealed class ShadowPhases
{
    private readonly Vector512<double> _windows;
    private int _number = -1;

    /// <param name="windows">Window of each lane, minutes; exactly <see cref="ShadowBank.Lanes"/>.</param>
    public ShadowPhases(int[] windows)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(windows.Length, ShadowBank.Lanes);
        _windows = Lanes.Of(windows);
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
        var phase = Lanes.Modulo(number, _windows);
        _number = number;
        Restart = Vector512.Equals(phase, Vector512<double>.Zero);
        Swap = Vector512.Equals(phase, _windows - Vector512<double>.One);
    }
}
