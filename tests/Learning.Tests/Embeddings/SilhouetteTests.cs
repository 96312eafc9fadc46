using Bqx.Learning.Embeddings;

namespace Bqx.Learning.Tests.Embeddings;

public sealed class SilhouetteTests
{
    // On a line at 0, 1, 4 and 6. Of 0: a = 1, b = 5; of 1: a = 1, b = 4; of 4: a = 2, b = 3.5; of 6: a = 2, b = 5.5.
    [Fact]
    public void Score_PointsOnALine_IsTheMeanByHand() =>
        new Silhouette(new PointSet([0, 1, 4, 6], 1)).Score([0, 0, 1, 1]).ShouldBe((0.8 + 0.75 + (1.5 / 3.5) + (3.5 / 5.5)) / 4, 1e-6);

    // Of 0: a = 6, b = (1 + 4)/2; of 6: a = 6, b = (5 + 2)/2; of 1: a = 3, b = (1 + 5)/2; of 4: a = 3, b = (4 + 2)/2.
    [Fact]
    public void Score_MixedClusters_IsNegative() =>
        new Silhouette(new PointSet([0, 1, 4, 6], 1)).Score([0, 1, 1, 0]).ShouldBe(((-3.5 / 6) + (-2.5 / 6) + 0 + 0) / 4, 1e-6);

    [Fact]
    public void Score_APointAlone_CountsAsZero() =>
        new Silhouette(new PointSet([0, 1, 9], 1)).Score([0, 0, 1]).ShouldBe(((8.0 / 9) + (7.0 / 8) + 0) / 3, 1e-6);
}
