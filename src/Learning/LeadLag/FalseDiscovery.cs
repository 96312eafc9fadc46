namespace Bqx.Learning.LeadLag;

/// <summary>The procedure of Benjamini and Hochberg.</summary>
public static class FalseDiscovery
{
    /// <summary>
    /// The largest p-value that is still significant at a false discovery rate: the largest p₍ᵢ₎ ≤ i/m·level; −1 where none is.
    /// </summary>
    public static double Threshold(ReadOnlySpan<double> pValues, double level)
    {
        var sorted = pValues.ToArray();
        Array.Sort(sorted);
        for (var i = sorted.Length; i >= 1; i--)
        {
            if (sorted[i - 1] <= level * i / sorted.Length)
            {
                return sorted[i - 1];
            }
        }

        return -1;
    }
}
