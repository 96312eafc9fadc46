using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bqx.Features;

/// <summary>Into eight lanes and out of them.</summary>
internal static class Lanes
{
    /// <summary>The values of eight lags before a market minute.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Gather(this Ring<double> ring, int number, ReadOnlySpan<int> lags)
    {
        var last = ring[number - lags[7]];
        return Vector512.Create(
            ring[number - lags[0]],
            ring[number - lags[1]],
            ring[number - lags[2]],
            ring[number - lags[3]],
            ring[number - lags[4]],
            ring[number - lags[5]],
            ring[number - lags[6]],
            last);
    }

    /// <summary>Eight integers as lanes.</summary>
    public static Vector512<double> Of(ReadOnlySpan<int> values) => Vector512.Create(
        (double)values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7]);

    /// <summary>Five integers as lanes, then the last again.</summary>
    public static Vector512<long> Of(int a, int b, int c, int d, int e)
    {
        var (lower, upper) = Vector256.Widen(Vector256.Create(a, b, c, d, e, e, e, e));
        return Vector512.Create(lower, upper);
    }

    /// <summary>Six integers as lanes, then the last again.</summary>
    public static Vector512<long> Of(int a, int b, int c, int d, int e, int f)
    {
        var (lower, upper) = Vector256.Widen(Vector256.Create(a, b, c, d, e, f, f, f));
        return Vector512.Create(lower, upper);
    }

    /// <summary>
    /// A market-minute number modulo each window. Exact: a quotient that is not whole is further from the next whole one than rounding
    /// reaches.
    /// </summary>
    public static Vector512<double> Modulo(int number, Vector512<double> windows)
    {
        var n = Vector512.Create((double)number);
        return n - (Vector512.Floor(n / windows) * windows);
    }

    /// <summary>Writes eight values, rounded to single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(this Vector512<double> lanes, Span<float> values) => Narrow(lanes).CopyTo(values);

    /// <summary>Writes the first six of eight values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSix(this Vector256<float> lanes, Span<float> values)
    {
        values[5] = lanes[5];
        values[4] = lanes[4];
        lanes.GetLower().CopyTo(values);
    }

    /// <summary>Eight values rounded to single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Narrow(Vector512<double> lanes) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector256Single(lanes)
        : Vector256.Narrow(lanes.GetLower(), lanes.GetUpper());
}
