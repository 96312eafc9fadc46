using Bqx.Learning.Embeddings;

namespace Bqx.Learning.Tests.Embeddings;

public sealed class EmbeddingAnalyzerTests
{
    private const int Points = 300;
    private static readonly string[] Names = [.. Enumerable.Range(0, 100).Select(i => $"noise{i}"), "constant", "twice", "noise"];
    private static readonly float[] Noise = [.. Enumerable.Range(0, Points).Select(i => MathF.Sin(i * 12.9898f))];

    // Three groups far apart along the first dimension; the second is small noise, the third does not vary.
    private static readonly PointSet Embeddings = new(
        [.. Enumerable.Range(0, Points).SelectMany(i => new[] { -100f * (i % 3) + Noise[i], Noise[(i * 7) % Points], 5f })], 3);

    [Fact]
    public void Run_ThreeGroups_FindsThem()
    {
        var analysis = Run(new EmbeddingAnalysisOptions { Points = 150, SilhouettePoints = 90 });
        analysis.Rows.ShouldBe(Enumerable.Range(0, 150).Select(i => 2 * i));
        analysis.Clusters.ShouldBe(3);
        analysis.Silhouette.ShouldBeGreaterThan(0.9);
        Enumerable.Range(0, 150).ShouldAllBe(i => (analysis.Cluster[i] == analysis.Cluster[0]) == (analysis.Rows[i] % 3 == analysis.Rows[0] % 3));
    }

    [Fact]
    public void Run_Map_KeepsTheDistancesOfTheLargestVariance()
    {
        var analysis = Run(new EmbeddingAnalysisOptions());
        analysis.X.Length.ShouldBe(Points);
        Math.Abs(analysis.X[0] - analysis.X[2]).ShouldBe(200, 3);
        analysis.X.Average().ShouldBe(0, 1e-3);
        analysis.Y.Max(Math.Abs).ShouldBeLessThan(2);
    }

    [Fact]
    public void Run_FeatureThatIsADimension_IsNamed()
    {
        var correlations = Run(new EmbeddingAnalysisOptions()).Correlations;
        correlations[0].Feature.ShouldBe("twice");
        correlations[0].Correlation.ShouldBe(-1, 1e-5);
        correlations[2].ShouldBe(new DimensionCorrelation(2, "", 0));
    }

    private static EmbeddingAnalysis Run(EmbeddingAnalysisOptions options) => EmbeddingAnalyzer.Run(
        Embeddings,
        (row, features) =>
        {
            for (var i = 0; i < 100; i++)
            {
                features[i] = Noise[((row * 31) + (i * 11)) % Points];
            }

            features[100] = 3;
            features[101] = -2 * Embeddings[row][0];
            features[102] = Noise[(row * 37) % Points];
        },
        Names,
        options);
}
