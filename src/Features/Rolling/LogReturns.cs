using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Log return between two prices in ticks.</summary>
internal static class LogReturns
{
    private const double Third = 1.0 / 3;
    private const double Fifth = 1.0 / 5;
    private const double Seventh = 1.0 / 7;
    private const double Ninth = 1.0 / 9;
    private const double Eleventh = 1.0 / 11;

    /// <summary>
    /// ln(after/before) = 2·atanh(u), u = (after − before)/(after + before). For |u| ≤ 0.05 a series in u: exact to the last bit or two,
    /// bit for bit the same on every machine, and the same for (c·before, c·after).
    /// </summary>
    public static double Between(long before, long after)
    {
        var u = (double)(after - before) / (after + before);
        if (Math.Abs(u) > 0.05)
        {
            return Math.Log((double)after / before);
        }

        var q = u * u;
        var square = q * q;
        var tail = (Third + (q * Fifth)) + (square * ((Seventh + (q * Ninth)) + (square * Eleventh)));
        return (u + u) + ((u + u) * (q * tail));
    }

    /// <summary>The same for two pairs of prices, to the same bits.</summary>
    public static Vector128<double> Between(Vector128<double> before, Vector128<double> after)
    {
        var u = (after - before) / (after + before);
        if (Vector128.GreaterThanAny(Vector128.Abs(u), Vector128.Create(0.05)))
        {
            return Vector128.Create(Between((long)before[0], (long)after[0]), Between((long)before[1], (long)after[1]));
        }

        var q = u * u;
        var square = q * q;
        var tail = (Vector128.Create(Third) + (q * Fifth)) + (square * ((Vector128.Create(Seventh) + (q * Ninth)) + (square * Eleventh)));
        return (u + u) + ((u + u) * (q * tail));
    }

    /// <summary>The same for sixteen pairs of prices in single precision; prices are below 2²³, so that their sums are exact in it.</summary>
    public static Vector512<float> Between(Vector512<int> before, Vector512<int> after)
    {
        var u = Vector512.ConvertToSingle(after - before) / Vector512.ConvertToSingle(after + before);
        if (Vector512.GreaterThanAny(Vector512.Abs(u), Vector512.Create(0.05f)))
        {
            return OneByOne(before, after);
        }

        var q = u * u;
        var tail = Vector512.Create((float)Third) + (q * (Vector512.Create((float)Fifth) + (q * (float)Seventh)));
        return (u + u) + ((u + u) * (q * tail));
    }

    private static Vector512<float> OneByOne(Vector512<int> before, Vector512<int> after)
    {
        Span<float> returns = stackalloc float[Vector512<float>.Count];
        for (var k = 0; k < returns.Length; k++)
        {
            returns[k] = (float)Between(before[k], after[k]);
        }

        return Vector512.Create<float>(returns);
    }
}
