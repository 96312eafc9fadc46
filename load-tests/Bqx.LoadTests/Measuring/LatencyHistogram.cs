using System.Numerics;

namespace Bqx.LoadTests.Measuring;

/// <summary>
/// Counts of durations in nanoseconds, log-linear: values below 2,048 ns are exact, above that each octave has 1,024
/// buckets, so a reported value is at most 1/1,024 above the recorded one and never below it. Values above
/// <see cref="Limit"/> count in the last bucket; <see cref="Max"/> stays exact. One writer; merge with
/// <see cref="Add"/>.
/// </summary>
internal sealed class LatencyHistogram
{
    /// <summary>2^41 ns, some 36 minutes.</summary>
    public const long Limit = 1L << 41;

    private const int LinearBits = 11;
    private const int Linear = 1 << LinearBits;
    private const int BucketsPerOctave = Linear / 2;
    private const int Octaves = 41 - LinearBits;

    private readonly long[] _counts = new long[Linear + (Octaves * BucketsPerOctave)];

    public long Count { get; private set; }

    public long Max { get; private set; }

    public void Record(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        _counts[IndexOf(Math.Min(nanoseconds, Limit - 1))]++;
        Count++;
        Max = Math.Max(Max, nanoseconds);
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The upper edge of the bucket that holds the value of rank ⌈fraction · count⌉; 0 when empty.</summary>
    public long ValueAt(double fraction)
    {
        if (fraction is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction lies between 0 and 1.");
        }

        var rank = Math.Max(1, (long)Math.Ceiling(fraction * Count));
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return Math.Min(UpperEdgeOf(i), Max);
            }
        }

        return Max;
    }

    internal static int IndexOf(long value)
    {
        if (value < Linear)
        {
            return (int)value;
        }

        var octave = BitOperations.Log2((ulong)value) - LinearBits;
        var withinOctave = (int)(value >> (octave + 1)) - BucketsPerOctave;
        return Linear + (octave * BucketsPerOctave) + withinOctave;
    }

    /// <summary>The largest value that falls in the bucket.</summary>
    internal static long UpperEdgeOf(int index)
    {
        if (index < Linear)
        {
            return index;
        }

        var octave = (index - Linear) / BucketsPerOctave;
        var withinOctave = (index - Linear) % BucketsPerOctave;
        return ((long)(withinOctave + BucketsPerOctave + 1) << (octave + 1)) - 1;
    }
}
