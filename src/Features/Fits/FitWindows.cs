using System.Runtime.Intrinsics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// What a fit's formulas need of the window alone, W minutes long: one lane a window of <see cref="Window.Regression"/>, in that order;
/// the two lanes left over repeat the last window and are never read.
/// </summary>
internal static class FitWindows
{
    /// <summary>Windows, by position.</summary>
    public static readonly int[] Minutes = [.. Window.Regression.Select(window => window.Minutes)];

    /// <summary>Windows in use, of the eight lanes.</summary>
    public const int Count = 6;

    /// <summary>Position of the window of 60 minutes.</summary>
    public const int Sixty = 0;

    /// <summary>Position of the window of 240 minutes.</summary>
    public const int TwoForty = 3;

    /// <summary>Position of the longest window.</summary>
    public const int Longest = 5;

    /// <summary>Window of each lane.</summary>
    public static readonly int[] Lags = [.. Minutes, Minutes[^1], Minutes[^1]];

    /// <summary>W.</summary>
    public static readonly Vector512<double> W = Lanes(w => w);

    /// <summary>W, as integers.</summary>
    public static readonly Vector512<long> IntegerW = Vector512.ConvertToInt64(W);

    /// <summary>W − 1, as integers.</summary>
    public static readonly Vector512<long> IntegerLast = IntegerW - Vector512<long>.One;

    /// <summary>(W − 1)², as integers.</summary>
    public static readonly Vector512<long> IntegerLastSquared = IntegerLast * IntegerLast;

    /// <summary>(W − 1)·(W − 2), as integers.</summary>
    public static readonly Vector512<long> IntegerShift = IntegerLast * (IntegerLast - Vector512<long>.One);

    /// <summary>1/W.</summary>
    public static readonly Vector512<double> InverseW = Lanes(w => 1 / w);

    /// <summary>W − 1.</summary>
    public static readonly Vector512<double> Last = Lanes(w => w - 1);

    /// <summary>(W − 1)/2.</summary>
    public static readonly Vector512<double> Half = Lanes(w => (w - 1) / 2);

    /// <summary>(W − 1)².</summary>
    public static readonly Vector512<double> LastSquared = Lanes(w => (w - 1) * (w - 1));

    /// <summary>(W − 1)·(W − 2)/6.</summary>
    public static readonly Vector512<double> Shift = Lanes(w => (w - 1) * (w - 2) / 6);

    /// <summary>1/N1, N1 = Σ(x−m)² = W(W²−1)/12.</summary>
    public static readonly Vector512<double> InverseN1 = Lanes(w => 1 / N1(w));

    /// <summary>1/N2, N2 = Σ[(x−m)² − (W²−1)/12]² = W(W²−1)(W²−4)/180.</summary>
    public static readonly Vector512<double> InverseN2 = Lanes(w => 1 / N2(w));

    /// <summary>√(N1·(W−2)).</summary>
    public static readonly Vector512<double> RootOfT = Lanes(w => Math.Sqrt(N1(w) * (w - 2)));

    /// <summary>√(W − 3).</summary>
    public static readonly Vector512<double> RootOfResidual = Lanes(w => Math.Sqrt(w - 3));

    /// <summary>1/√W.</summary>
    public static readonly Vector256<float> InverseRootW = Features.Lanes.Narrow(Lanes(w => 1 / Math.Sqrt(w)));

    /// <summary>(W − 2)/(6·(W − 1)).</summary>
    public static readonly Vector512<double> ShiftOfBend = Shift / LastSquared;

    public static double N1(double w) => w * ((w * w) - 1) / 12;

    public static double N2(double w) => N1(w) * ((w * w) - 4) / 15;

    /// <summary>One lane a window.</summary>
    public static Vector512<double> Lanes(Func<double, double> ofWindow) =>
        Vector512.Create([.. Enumerable.Range(0, 8).Select(lane => ofWindow(Minutes[Math.Min(lane, Count - 1)]))]);
}
