using Bqx.Core;
using Bqx.Learning.Trees;
using Bqx.Learning.Trees.Native;

namespace Bqx.Learning.Tests.Trees;

public sealed class TreeTrainerTests
{
    public TreeTrainerTests() => TreeData.RequireLibrary();

    [Fact]
    public void Fit_SameSeed_SameTrees()
    {
        var options = TreeData.Quick with { Subsample = 0.5, ColumnsByNode = 0.5 };

        var first = Fit(TreeData.Rows(2000, 1), options);
        var second = Fit(TreeData.Rows(2000, 1), options);
        var third = Fit(TreeData.Rows(2000, 1), options with { Seed = 2 });

        Nodes(second).ShouldBe(Nodes(first));
        Nodes(third).ShouldNotBe(Nodes(first));
    }

    [Fact]
    public void Fit_RowsLabelledAgain_AreAsNewOnes()
    {
        var (rows, stop) = (TreeData.Rows(2000, 1), TestContext.Current.CancellationToken);
        using var matrix = rows.ToMatrix();
        TreeTrainer.Fit(matrix, null, TreeData.Quick, stop);
        float[] other = [.. rows.Labels.Select(label => (label * label) + 1)];

        matrix.Label(other);

        var again = TreeTrainer.Fit(matrix, null, TreeData.Quick, stop);
        Nodes(again).ShouldBe(Nodes(Fit(rows with { Labels = other }, TreeData.Quick)));
    }

    // Two groups with labels 1 and 5, one split: base 3, leaves ∓2·8/(8+λ) with λ = 0.
    [Fact]
    public void Fit_TwoGroups_IsTheTreeByHand()
    {
        var rows = new TreeRows(1, [0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9], [1, 1, 1, 1, 1, 1, 1, 1, 5, 5, 5, 5, 5, 5, 5, 5]);

        var ensemble = Fit(rows, new TreeOptions { Rounds = 1, LearningRate = 1, MaxDepth = 1, MinChildWeight = 1, Lambda = 0, Subsample = 1, Threads = 1 });

        ensemble.Base.ShouldBe(3);
        ensemble.PredictRows([0, 9]).ShouldBe([1, 5]);
        ensemble.Trees.ShouldHaveSingleItem().Nodes.Length.ShouldBe(3);
    }

    [Fact]
    public void Fit_ValidationOfPureNoise_StopsEarlyAndKeepsFewRounds()
    {
        var train = TreeData.Rows(2000, 1);
        var random = new Random(3);
        var noise = TreeData.Rows(500, 2) with { Labels = [.. Enumerable.Range(0, 500).Select(_ => (float)random.NextDouble() - 0.5f)] };

        var ensemble = TreeTrainer.Fit(train, noise, TreeData.Quick with { Patience = 3, Rounds = 50 }, TestContext.Current.CancellationToken);

        ensemble.Trees.Length.ShouldBeLessThan(3);
    }

    [Fact]
    public void Fit_ValidationOfTheSameKind_BeatsItsMeanByFar()
    {
        var validation = TreeData.Rows(1000, 2);
        var options = TreeData.Quick with { Rounds = 100, Patience = 5 };

        var ensemble = TreeTrainer.Fit(TreeData.Rows(4000, 1), validation, options, TestContext.Current.CancellationToken);

        var mean = validation.Labels.Average();
        var error = ensemble.PredictRows(validation.Features).Zip(validation.Labels, (a, b) => (a - b) * (a - b)).Sum();
        error.ShouldBeLessThan(0.2f * validation.Labels.Sum(label => (label - mean) * (label - mean)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 7)]
    [InlineData(5, 1)]
    [InlineData(5, 3)]
    public void Predict_AnyModel_AgreesWithXgboost(int classes, int parallel)
    {
        var rows = classes > 0 ? TreeData.Classes(1500, 5) : TreeData.Rows(1500, 5);
        using var matrix = XgboostMatrix.Create(rows.Features, rows.Columns);
        matrix.Label(rows.Labels);
        using var booster = XgboostBooster.Create(matrix);
        booster.Set("objective", classes > 0 ? "multi:softmax" : "reg:squarederror");
        booster.Set("base_score", "0.25");
        booster.Set("num_parallel_tree", parallel.ToString());
        booster.Set("subsample", "0.7");
        if (classes > 0)
        {
            booster.Set("num_class", "5");
        }

        for (var round = 0; round < 6; round++)
        {
            booster.Update(round, matrix);
        }

        var ensemble = XgboostJson.Read(booster.ToJson(), int.MaxValue);

        ensemble.Outputs.ShouldBe(Math.Max(1, classes));
        var theirs = booster.Predict(matrix);
        Span<float> ours = stackalloc float[ensemble.Outputs];
        for (var i = 0; i < rows.Count; i++)
        {
            ensemble.Predict(rows.Features.AsSpan(i * rows.Columns, rows.Columns), ours);
            if (classes > 0)
            {
                ((float)ours.IndexOf(Largest(ours))).ShouldBe(theirs[i]);
            }
            else
            {
                ours[0].ShouldBe(theirs[i], 1e-5f);
            }
        }
    }

    [Fact]
    public void Fit_Forest_AveragesItsTrees()
    {
        var rows = TreeData.Rows(3000, 1);

        var ensemble = Fit(rows, TreeOptions.Forest with { MinChildWeight = 5, ParallelTrees = 20, Threads = 1 });

        ensemble.Trees.Length.ShouldBe(20);
        var answers = ensemble.PredictRows(rows.Features);
        answers.Average().ShouldBe(rows.Labels.Average(), 0.1f);
        answers.Max().ShouldBeLessThanOrEqualTo(rows.Labels.Max());
    }

    [Fact]
    public void Fit_WrongOption_IsAFaultWithTheReason()
    {
        var error = Should.Throw<FaultException>(() => Fit(TreeData.Rows(100, 1), TreeData.Quick with { Subsample = 2 }));

        error.Fault.ShouldBe(Fault.ModelFailed);
        error.Message.ShouldContain("subsample");
    }

    [Fact]
    public void Fit_Cancelled_Stops() =>
        Should.Throw<OperationCanceledException>(() => TreeTrainer.Fit(TreeData.Rows(100, 1), null, TreeData.Quick, new CancellationToken(true)));

    private static TreeEnsemble Fit(TreeRows rows, TreeOptions options) =>
        TreeTrainer.Fit(rows, null, options, TestContext.Current.CancellationToken);

    private static IEnumerable<TreeNode> Nodes(TreeEnsemble ensemble) => ensemble.Trees.SelectMany(tree => tree.Nodes);

    private static float Largest(ReadOnlySpan<float> values) => System.Numerics.Tensors.TensorPrimitives.Max(values);
}
