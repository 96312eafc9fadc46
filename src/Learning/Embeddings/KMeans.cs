namespace Bqx.Learning.Embeddings;

/// <summary>
/// Clustering by Lloyd's iteration from the seeds of k-means++ (Arthur and Vassilvitskii 2007): several starts, of which the least inertia wins.
/// </summary>
public static class KMeans
{
    private const int MaxIterations = 100;

    /// <summary>Clusters points. The same arguments give the same clusters.</summary>
    /// <param name="points">At least <paramref name="clusters"/>.</param>
    /// <param name="clusters">How many; fewer come out when fewer points differ.</param>
    /// <param name="restarts">Starts.</param>
    /// <param name="seed">Seed of the starts.</param>
    public static Clustering Fit(PointSet points, int clusters, int restarts, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points.Count, clusters);
        ArgumentOutOfRangeException.ThrowIfLessThan(restarts, 1);
        var random = new Random(seed);
        Clustering? best = null;
        for (var start = 0; start < restarts; start++)
        {
            var candidate = Iterate(points, Seeds(points, clusters, random));
            best = best is null || candidate.Inertia < best.Inertia ? candidate : best;
        }

        return Renumber(best!);
    }

    // Each next seed is drawn with a probability proportional to its squared distance from the nearest one so far.
    private static PointSet Seeds(PointSet points, int clusters, Random random)
    {
        var seeds = new List<float>();
        var distances = new double[points.Count];
        Array.Fill(distances, double.MaxValue);
        var next = random.Next(points.Count);
        while (true)
        {
            seeds.AddRange(points[next]);
            if (seeds.Count == clusters * points.Dimensions)
            {
                break;
            }

            var total = 0.0;
            for (var i = 0; i < distances.Length; i++)
            {
                total += distances[i] = Math.Min(distances[i], points.SquaredDistance(i, points[next]));
            }

            if (total == 0)
            {
                break;
            }

            next = Draw(distances, random.NextDouble() * total);
        }

        return new PointSet([.. seeds], points.Dimensions);
    }

    private static int Draw(double[] weights, double mark)
    {
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                last = i;
                mark -= weights[i];
                if (mark < 0)
                {
                    break;
                }
            }
        }

        return last;
    }

    private static Clustering Iterate(PointSet points, PointSet centres)
    {
        var current = new Clustering(centres, new int[points.Count], 0);
        for (var iteration = 0; ; iteration++)
        {
            var (assignment, inertia) = Assign(points, current);
            if (iteration == MaxIterations || (iteration > 0 && assignment.AsSpan().SequenceEqual(current.Assignment)))
            {
                return current with { Assignment = assignment, Inertia = inertia };
            }

            current = new Clustering(Means(points, assignment, current.Centres), assignment, inertia);
        }
    }

    private static (int[] Assignment, double Inertia) Assign(PointSet points, Clustering clusters)
    {
        var assignment = new int[points.Count];
        var inertia = 0.0;
        for (var i = 0; i < assignment.Length; i++)
        {
            assignment[i] = clusters.Nearest(points[i]);
            inertia += clusters.Centres.SquaredDistance(assignment[i], points[i]);
        }

        return (assignment, inertia);
    }

    // A centre that has lost all its points stays where it is.
    private static PointSet Means(PointSet points, int[] assignment, PointSet before)
    {
        var sums = new double[before.Values.Length];
        var counts = new int[before.Count];
        for (var i = 0; i < assignment.Length; i++)
        {
            var first = assignment[i] * points.Dimensions;
            counts[assignment[i]]++;
            for (var j = 0; j < points.Dimensions; j++)
            {
                sums[first + j] += points[i][j];
            }
        }

        var values = new float[sums.Length];
        for (var j = 0; j < values.Length; j++)
        {
            var count = counts[j / points.Dimensions];
            values[j] = count > 0 ? (float)(sums[j] / count) : before.Values[j];
        }

        return new PointSet(values, points.Dimensions);
    }

    private static Clustering Renumber(Clustering found)
    {
        int[] order = [.. found.Assignment.Distinct()];
        var numbers = new int[found.Centres.Count];
        var centres = new List<float>();
        for (var k = 0; k < order.Length; k++)
        {
            numbers[order[k]] = k;
            centres.AddRange(found.Centres[order[k]]);
        }

        return found with
        {
            Centres = new PointSet([.. centres], found.Centres.Dimensions),
            Assignment = Array.ConvertAll(found.Assignment, cluster => numbers[cluster]),
        };
    }
}
