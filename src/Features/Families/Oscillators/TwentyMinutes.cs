using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>What the oscillators see in the last twenty minutes one by one, exact in integers.</summary>
internal static class TwentyMinutes
{
    /// <summary>How many.</summary>
    public const int Minutes = 20;

    private const int Lanes = 8;
    private const int Tail = Minutes - Lanes; // the last eight overlap those before by four
    private static readonly Vector512<long> New = Vector512.Create(0L, 0, 0, 0, -1, -1, -1, -1);

    /// <summary>(last − mean) / mean |x − mean|; 0 where all are equal.</summary>
    /// <param name="values">Twenty, oldest first.</param>
    public static double Channel(ReadOnlySpan<int> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Minutes);
        ref var first = ref MemoryMarshal.GetReference(values);
        var (one, two, three) = (At(ref first, 0), At(ref first, Lanes), At(ref first, Tail));
        var sum = Vector512.Sum(one + two + (three & New));
        var mean = Vector512.Create(sum);
        var deviations = Vector512.Abs((Minutes * one) - mean)
            + Vector512.Abs((Minutes * two) - mean)
            + (Vector512.Abs((Minutes * three) - mean) & New);
        var deviation = Vector512.Sum(deviations);
        return deviation == 0 ? 0 : Minutes * (double)((Minutes * (long)values[^1]) - sum) / deviation;
    }

    /// <summary>|last − first| over the way between them; 0 where nothing moved.</summary>
    /// <param name="values">Twenty-one, oldest first.</param>
    public static double Efficiency(ReadOnlySpan<int> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Minutes + 1);
        ref var first = ref MemoryMarshal.GetReference(values);
        var steps = Step(ref first, 0) + Step(ref first, Lanes) + (Step(ref first, Tail) & New);
        var way = Vector512.Sum(steps);
        return way == 0 ? 0 : Math.Abs((long)values[^1] - values[0]) / (double)way;
    }

    private static Vector512<long> Step(ref int first, int from) => Vector512.Abs(At(ref first, from + 1) - At(ref first, from));

    private static Vector512<long> At(ref int first, int from)
    {
        var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)from));
        return Vector512.Create(lower, upper);
    }
}
