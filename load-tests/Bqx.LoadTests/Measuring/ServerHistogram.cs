using System.Globalization;
using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Measuring;

/// <summary>A histogram of the server's metrics: cumulative counts by upper bound, in seconds.</summary>
internal sealed record ServerHistogram(IReadOnlyList<(double Bound, double Count)> Buckets)
{
    /// <summary>Reads a histogram from the Prometheus text format.</summary>
    /// <param name="text">All metrics.</param>
    /// <param name="name">Name without <c>_bucket</c>.</param>
    /// <param name="label">A label that the series must have, such as <c>stage="infer"</c>; empty for none.</param>
    public static ServerHistogram Parse(string text, string name, string label = "") => new(
    [
        .. text.Split('\n')
            .Where(line => line.StartsWith(name + "_bucket{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
            .Select(line => (Bound(line), double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)))
            .OrderBy(bucket => bucket.Item1),
    ]);

    /// <summary>What came since an earlier reading.</summary>
    public ServerHistogram Since(ServerHistogram earlier)
    {
        var before = earlier.Buckets.ToDictionary(bucket => bucket.Bound, bucket => bucket.Count);
        return new([.. Buckets.Select(bucket => (bucket.Bound, bucket.Count - before.GetValueOrDefault(bucket.Bound)))]);
    }

    /// <summary>How many values there are.</summary>
    public double Count => Buckets.Count == 0 ? 0 : Buckets[^1].Count;

    /// <summary>Share of the values up to a bound; exact where it is the bound of a bucket.</summary>
    public double ShareWithin(double bound) => Buckets.Last(bucket => bucket.Bound <= bound * 1.000001).Count / Count;

    /// <summary>A quantile, interpolated within its bucket.</summary>
    /// <exception cref="BenchException">There are no values.</exception>
    public double Quantile(double share)
    {
        if (Count == 0)
        {
            throw new BenchException("The server has counted nothing: is it of another version?");
        }

        var (low, below) = (0.0, 0.0);
        foreach (var (bound, count) in Buckets)
        {
            if (count >= share * Count && count > below)
            {
                return double.IsInfinity(bound) ? low : low + ((bound - low) * ((share * Count) - below) / (count - below));
            }

            (low, below) = (bound, count);
        }

        return low;
    }

    private static double Bound(string line)
    {
        const string mark = "le=\"";
        var from = line.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        var bound = line[from..line.IndexOf('"', from)];
        return bound == "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture);
    }
}
