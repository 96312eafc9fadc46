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
}
