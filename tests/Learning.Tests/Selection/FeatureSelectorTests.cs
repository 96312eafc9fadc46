using Bqx.Learning.Selection;
using Bqx.Learning.Tests.Baselines;
using Bqx.Learning.Training;
using Bqx.Learning.Trees;

namespace Bqx.Learning.Tests.Selection;

public sealed class FeatureSelectorTests
{
    private static readonly Lazy<TrainingData> Data = new(() => PlantedData.Create());

    public static TheoryData<bool> Models => [false, true];

    [Theory]
    [MemberData(nameof(Models))]
    public void Select_PlantedFeatures_ComeFirst(bool trees)
    {
        var selection = Select(trees);

        // The copy shares the signal's cluster; the constant is in none.
        selection.Top50.Take(2).Order().ShouldBe([Math.Min(selection.Top50[0], selection.Top50[1]), PlantedData.Volatility]);
        var signal = selection.Clusters.Single(cluster => cluster.Members.Contains(PlantedData.Signal));
        signal.Members.ShouldBe([PlantedData.Signal, PlantedData.Copy]);
        selection.Top50.Take(2).ShouldContain(signal.Representative);
        selection.Top50.ShouldNotContain(PlantedData.Constant);
        selection.Clusters.Length.ShouldBe(PlantedData.Schema.Count - 2);
    }

    // Each of the two models rests on one feature, whose share of the half that is its own is nearly all.
    [Theory]
    [MemberData(nameof(Models))]
    public void Select_Importance_IsAShareWithItsError(bool trees)
    {
        var clusters = Select(trees).Clusters;

        clusters[0].Importance.ShouldBe(0.5, 0.06);
        clusters[1].Importance.ShouldBe(0.5, 0.06);
        clusters.Skip(2).ShouldAllBe(cluster => Math.Abs(cluster.Importance) < 0.03);
        clusters.ShouldAllBe(cluster => cluster.Error >= 0 && cluster.Error < 0.1);
    }

    [Fact]
    public void Select_SameSeed_SameSelection()
    {
        Describe(Select(false)).ShouldBe(Describe(Select(false)));
        Describe(Select(false, seed: 2)).ShouldNotBe(Describe(Select(false)));
    }

    // A linear answer w·x: permuting x adds Σ w²(x' − x)² − 2e·w(x' − x), whose mean is 2w²Var(x) with e the errors' own noise.
    [Fact]
    public void Measure_KnownModel_IsTwiceTheExplainedVariance()
    {
        var data = Data.Value;
        var rows = new SampledRows(data, [.. Enumerable.Range(data.Train.First, 4000)], [PlantedData.Signal, PlantedData.Volatility]);
        var model = QuickRidge.Fit(rows, 0);

        var importance = PermutationImportance.Measure(model, rows, rows.Labels[0], 4, new Random(1));

        // w ≈ ½, Var ≈ 1, and errors of power ¾.
        importance[0].ShouldBe(2 * 0.25 / 0.75, 0.1);
        importance[1].ShouldBe(0, 0.01);
    }

    private static IEnumerable<(int, double, double)> Describe(FeatureSelection selection) =>
        selection.Clusters.Select(cluster => (cluster.Representative, cluster.Importance, cluster.Error));

    private static FeatureSelection Select(bool trees, int seed = 1)
    {
        if (trees)
        {
            Trees.TreeData.RequireLibrary();
        }

        var options = new SelectionOptions
        {
            Trees = trees, TrainRows = 2500, JudgedRows = 1200, CorrelationRows = 2000, Seed = seed,
            TreeOptions = new TreeOptions { Rounds = 40, Patience = 0, LearningRate = 0.1, MinChildWeight = 50, Threads = 1 },
        };
        return FeatureSelector.Select(Data.Value, options, null, TestContext.Current.CancellationToken);
    }
}
