using System.Numerics;

namespace Bqx.Learning.Linear;

/// <summary>Where the number farthest from 0 is.</summary>
internal static class LargestMagnitude
{
    /// <summary>The first of several; 0 of none. NaN counts for nothing.</summary>
    public static int IndexOf<T>(ReadOnlySpan<T> values)
        where T : INumber<T>
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = T.Abs(values[i]) > T.Abs(values[best]) ? i : best;
        }

        return best;
    }
}
