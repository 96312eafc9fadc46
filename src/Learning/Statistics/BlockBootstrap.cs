namespace Bqx.Learning.Statistics;

/// <summary>
/// Circular block bootstrap (Politis and Romano 1992) of a ratio of sums: whole blocks are drawn, so that what is correlated within a
/// block stays so. Draws come from a counter (SplitMix64 of seed, replicate and block): the same seed gives the same bits.
/// </summary>
public static class BlockBootstrap
{
    /// <summary>Σtop/Σbottom with the standard deviation of its replicates.</summary>
    /// <param name="tops">In time order, evenly spaced; 0 where there is none.</param>
    /// <param name="bottoms">The same for what is below.</param>
    /// <param name="block">Length of a block.</param>
    /// <param name="replicates">How many, at least 2.</param>
    /// <param name="seed">Of the draws.</param>
    public static Estimate OfRatio(ReadOnlySpan<double> tops, ReadOnlySpan<double> bottoms, int block, int replicates, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(block);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        var (topSums, bottomSums) = (BlockSums(tops, block), BlockSums(bottoms, block));
        var blocks = (tops.Length + block - 1) / block;
        var (mean, squares, used) = (0.0, 0.0, 0);
        for (var replicate = 0; replicate < replicates; replicate++)
        {
            var (top, bottom) = (0.0, 0.0);
            for (var i = 0; i < blocks; i++)
            {
                var start = Draw(seed, replicate, i, tops.Length);
                (top, bottom) = (top + topSums[start], bottom + bottomSums[start]);
            }

            if (bottom != 0)
            {
                used++;
                var step = (top / bottom) - mean;
                mean += step / used;
                squares += step * ((top / bottom) - mean);
            }
        }

        return new Estimate(Ratio.Of(tops, bottoms, 0).Value, used > 1 ? Math.Sqrt(squares / (used - 1)) : 0);
    }

    // Sum of the block that starts at each place, running on at the beginning.
    private static double[] BlockSums(ReadOnlySpan<double> values, int block)
    {
        var before = new double[values.Length + block + 1];
        for (var i = 1; i < before.Length; i++)
        {
            before[i] = before[i - 1] + values[(i - 1) % values.Length];
        }

        var sums = new double[values.Length];
        for (var start = 0; start < sums.Length; start++)
        {
            sums[start] = before[start + block] - before[start];
        }

        return sums;
    }

    private static int Draw(ulong seed, int replicate, int block, int length)
    {
        var counter = ((ulong)(uint)replicate << 32) | (uint)block;
        return (int)Math.BigMul(Mix(Mix(seed) + counter), (ulong)length, out _);
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
