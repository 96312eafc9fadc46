using System.Runtime.Intrinsics;

namespace Bqx.Features;

/// <summary>Log return between two prices in ticks.</summary>
internal static class LogReturns
{
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
        var tail = q * ((1.0 / 3) + (q * ((1.0 / 5) + (q * ((1.0 / 7) + (q * ((1.0 / 9) + (q / 11))))))));
        return 2 * (u + (u * tail));
    }

    /// <summary>The same for eight pairs of prices, to the same bits.</summary>
    public static Vector512<double> Between(Vector512<double> before, Vector512<double> after)
    {
        var u = (after - before) / (after + before);
        if (Vector512.GreaterThanAny(Vector512.Abs(u), Vector512.Create(0.05)))
        {
            return OneByOne(before, after);
        }

        var q = u * u;
        var tail = q * (Vector512.Create(1.0 / 3) + (q * (Vector512.Create(1.0 / 5) + (q * (Vector512.Create(1.0 / 7)
            + (q * (Vector512.Create(1.0 / 9) + (q / 11))))))));
        return 2 * (u + (u * tail));
    }

    private static Vector512<double> OneByOne(Vector512<double> before, Vector512<double> after)
    {
        Span<double> returns = stackalloc double[Vector512<double>.Count];
        for (var k = 0; k < returns.Length; k++)
        {
            returns[k] = Between((long)before[k], (long)after[k]);
        }

        return Vector512.Create<double>(returns);
    }
}
