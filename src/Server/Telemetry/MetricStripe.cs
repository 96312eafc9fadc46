namespace Bqx.Server.Telemetry;

/// <summary>What the threads of one processor have added to a series. Threads may move, so every field is written by Interlocked.</summary>
internal sealed class MetricStripe(int buckets)
{
    // Keeps the arrays of two stripes off one cache line.
    private const int Padding = 16;

    private readonly long[] _buckets = buckets == 0 ? [] : new long[buckets + Padding];
    private readonly double[] _value = new double[1 + Padding];

    /// <summary>Sum of the values, or the last one.</summary>
    public double Value => Volatile.Read(ref _value[0]);

    /// <summary>How many values fell into a bucket.</summary>
    public long Count(int bucket) => Volatile.Read(ref _buckets[bucket]);

    public void Replace(double value) => Interlocked.Exchange(ref _value[0], value);

    /// <summary>Adds a value; a bucket below 0 means that there are none.</summary>
    public void Add(double value, int bucket)
    {
        if (bucket >= 0)
        {
            Interlocked.Increment(ref _buckets[bucket]);
        }

        var seen = Volatile.Read(ref _value[0]);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value[0], seen + value, seen);
            if (before.Equals(seen))
            {
                return;
            }

            seen = before;
        }
    }
}
