namespace Bqx.Learning.Embeddings;

/// <summary>Points divided among centres.</summary>
/// <param name="Centres">The mean of each cluster; clusters are in order of the first point that each has.</param>
/// <param name="Assignment">Cluster of each point.</param>
/// <param name="Inertia">Sum of squared distances of points from their centres.</param>
public sealed record Clustering(PointSet Centres, int[] Assignment, double Inertia)
{
    /// <summary>The cluster whose centre is nearest to a point; the first of several.</summary>
    public int Nearest(ReadOnlySpan<float> point)
    {
        var (best, distance) = (0, double.MaxValue);
        for (var k = 0; k < Centres.Count; k++)
        {
            var candidate = Centres.SquaredDistance(k, point);
            (best, distance) = candidate < distance ? (k, candidate) : (best, distance);
        }

        return best;
    }
}
