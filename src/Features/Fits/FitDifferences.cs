using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>How two terms of fits differ, within ±1. The differences themselves are taken in double precision, since they cancel.</summary>
internal static class FitDifferences
{
    /// <summary>Added to the sum of two shares of variance.</summary>
    public const float LeastShare = 0.1f;

    /// <summary>(a − b) / (1 + |a| + |b|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> OfTerms(Vector512<double> a, Vector512<double> b) =>
        Lanes.Narrow(a - b) / Lanes.Narrow(Vector512<double>.One + Vector512.Abs(a) + Vector512.Abs(b));

    /// <summary>(a − b) / (a + b + <see cref="LeastShare"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> OfShares(Vector512<double> a, Vector512<double> b) =>
        Lanes.Narrow(a - b) / (Lanes.Narrow(a + b) + Vector256.Create(LeastShare));
}
