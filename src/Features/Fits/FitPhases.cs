using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>How far the shadows of <see cref="BqxFitSums"/> are at a market minute. The same for all pairs, hence computed once a minute.</summary>
internal sealed class FitPhases
{
    private int _number = -1;

    /// <summary>The minute's number modulo W.</summary>
    public Vector512<double> Phase { get; private set; }

    /// <summary>All bits set at lanes whose shadow starts.</summary>
    public Vector512<double> Starts { get; private set; }

    /// <summary>All bits set at lanes whose shadow has just become full.</summary>
    public Vector512<double> Ends { get; private set; }

    public bool AnyStarts { get; private set; }

    public bool AnyEnds { get; private set; }

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
        Phase = Lanes.Modulo(number, FitWindows.W);
        Starts = Vector512.Equals(Phase, Vector512<double>.Zero);
        Ends = Vector512.Equals(Phase, FitWindows.Last);
        AnyStarts = Vector512.EqualsAny(Phase, Vector512<double>.Zero);
        AnyEnds = Vector512.EqualsAny(Phase, FitWindows.Last);
    }
}
