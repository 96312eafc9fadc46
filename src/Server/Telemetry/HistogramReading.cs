namespace Bqx.Server.Telemetry;

/// <summary>A histogram as it was at one moment, all its series together.</summary>
/// <param name="Bounds">Upper ends of the buckets, ascending; the last bucket has none.</param>
/// <param name="Counts">Values in each bucket; one more than there are bounds.</param>
internal sealed record HistogramReading(IReadOnlyList<double> Bounds, IReadOnlyList<long> Counts)
{
    /// <summary>How many values there are.</summary>
    public long Count => Counts.Sum();

    /// <summary>
    /// The value that a share of the values does not exceed, as if they were spread evenly over their bucket, as
    /// Prometheus' histogram_quantile does: the last bound where it lies beyond all of them; null without values.
    /// </summary>
    public double? Quantile(double share)
    {
        var (rank, below) = (share * Count, 0L);
        for (var i = 0; i < Bounds.Count; i++)
        {
            if (Counts[i] > 0 && below + Counts[i] >= rank)
            {
                var lower = i == 0 ? 0 : Bounds[i - 1];
                return lower + ((Bounds[i] - lower) * (rank - below) / Counts[i]);
            }

            below += Counts[i];
        }

        return below + Counts[^1] > 0 ? Bounds[^1] : null;
    }
}
