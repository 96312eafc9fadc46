namespace Bqx.Ingest.Synthetic;

/// <summary>
/// Logarithm and exponential from additions, multiplications and divisions alone. IEEE 754 fixes those to the last bit, so
/// the values are the same on every machine; those of the machine's own library are not.
/// </summary>
internal static class PortableMath
{
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>ln x of a positive normal number: ln 2ᵉ·m = e·ln 2 + 2·atanh((m−1)/(m+1)).</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        var s = (mantissa - 1) / (mantissa + 1);
        var q = s * s;
        var sum = 0.0;
        for (var k = 23; k >= 3; k -= 2)
        {
            sum = q * (sum + (1.0 / k));
        }

        return (exponent * Ln2High) + ((exponent * Ln2Low) + (2 * (s + (s * sum))));
    }

    /// <summary>eˣ for |x| ≤ 700: 2ᵏ times the Taylor series of the rest.</summary>
    public static double Exp(double x)
    {
        var k = (int)Math.Floor((x * 1.4426950408889634) + 0.5);
        var rest = x - (k * Ln2High) - (k * Ln2Low);
        var sum = 1.0;
        for (var n = 13; n >= 1; n--)
        {
            sum = 1 + (rest * sum / n);
        }

        return sum * BitConverter.Int64BitsToDouble((long)(k + 1023) << 52);
    }
}
