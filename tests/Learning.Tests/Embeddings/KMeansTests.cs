using Bqx.Learning.Embeddings;

namespace Bqx.Learning.Tests.Embeddings;

public sealed class KMeansTests
{
    private static readonly PointSet TwoGroups = new([0, 0, 0, 2, 10, 0, 10, 2, 10, 4], 2);

    [Fact]
    public void Fit_TwoGroups_FindsTheirMeansAndInertia()
    {
        var found = KMeans.Fit(TwoGroups, 2, restarts: 3, seed: 1);
        found.Assignment.ShouldBe([0, 0, 1, 1, 1]);
        found.Centres.Values.ShouldBe([0, 1, 10, 2]);
        found.Inertia.ShouldBe(1 + 1 + 4 + 0 + 4, 1e-6);
    }

    [Fact]
    public void Fit_AsManyClustersAsPoints_HasNoInertia() => KMeans.Fit(TwoGroups, 5, restarts: 5, seed: 3).Inertia.ShouldBe(0);

    [Fact]
    public void Fit_PointsThatAreEqual_GiveOneCluster()
    {
        var found = KMeans.Fit(new PointSet([1, 1, 1, 1, 1, 1], 2), 3, restarts: 2, seed: 1);
        found.Assignment.ShouldBe([0, 0, 0]);
        found.Centres.Values.ShouldBe([1, 1]);
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSame()
    {
        var random = new Random(5);
        var points = new PointSet([.. Enumerable.Range(0, 900).Select(_ => (float)random.NextDouble())], 3);
        var one = KMeans.Fit(points, 6, restarts: 2, seed: 9);
        var two = KMeans.Fit(points, 6, restarts: 2, seed: 9);
        two.Assignment.ShouldBe(one.Assignment);
        two.Centres.Values.ShouldBe(one.Centres.Values);
        one.Assignment.Distinct().ShouldBe(Enumerable.Range(0, 6));
        Enumerable.Range(0, points.Count).Select(i => one.Nearest(points[i])).ShouldBe(one.Assignment);
    }
}
