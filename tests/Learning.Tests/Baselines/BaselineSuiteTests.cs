using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Baselines;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Learning.Selection;
using Bqx.Learning.Training;
using Bqx.Learning.Trees;

namespace Bqx.Learning.Tests.Baselines;

public sealed class BaselineSuiteTests
{
    private static readonly Lazy<TrainingData> Data = new(() => PlantedData.Create());
    private static readonly Lazy<BaselineSuite> Suite = new(() => Fit(Options));

    private static BaselineOptions Options => new()
    {
        Boosting = new TreeOptions { Rounds = 80, Patience = 10, LearningRate = 0.1, MinChildWeight = 20, Threads = 1 },
        Forest = TreeOptions.Forest with { ParallelTrees = 30, MinChildWeight = 20, MaxDepth = 5, ColumnsByNode = 0.7, Threads = 1 },
    };

    public BaselineSuiteTests() => Trees.TreeData.RequireLibrary();

    [Fact]
    public void Forecast_TestBlock_HasEveryBaselineWithFiniteValues()
    {
        var all = Suite.Value.Forecast(Data.Value.Test);

        all.Select(forecasts => forecasts.Model)
            .ShouldBe(["zero", "martingale", "persistence", "ar1", "ridge", "xgboost", "random_forest", "har", "climatology"]);
        foreach (var forecasts in all)
        {
            float[][] values = [.. forecasts.Bqx.Values, .. forecasts.BqxHalfWidth.Values, forecasts.LogRv ?? [], forecasts.LogRvHalfWidth ?? []];
            values.ShouldAllBe(list => list.Length == 0 || list.Length == Data.Value.Test.Count);
            values.ShouldAllBe(list => list.All(float.IsFinite));
            (forecasts.Regime ?? []).Chunk(RegimeProbabilities.Count).ShouldAllBe(row => Math.Abs(row.Sum() - 1) < 1e-5);
        }
    }

    // The signal explains a quarter of the variance of u, and 0.4² / (0.4² + 0.2²) = 0.8 of v's.
    [Theory]
    [InlineData("ridge", 0.05)]
    [InlineData("xgboost", 0.05)]
    [InlineData("random_forest", 0.08)]
    public void Forecast_PlantedSignal_IsFound(string model, double tolerance)
    {
        var forecasts = Of(Suite.Value, model);

        Skill(forecasts, Target.Primary).ShouldBe(PlantedData.Skill, tolerance);
        Skill(forecasts, PlantedData.Short).ShouldBe(PlantedData.Skill, tolerance);
        VolatilitySkill(forecasts).ShouldBe(0.8, 2 * tolerance);
        RegimeLoss(forecasts).ShouldBeLessThan(RegimeLoss(Of(Suite.Value, "climatology")) - 0.05);
    }

    [Theory]
    [InlineData("ridge")]
    [InlineData("xgboost")]
    public void Forecast_Intervals_CoverNearTheirLevel(string model)
    {
        var forecasts = Of(Suite.Value, model);
        var rows = JudgedRows.Of(Data.Value, Data.Value.Test, 0.9);

        for (var target = 0; target < rows.Targets.Length; target++)
        {
            var (centre, half) = (forecasts.Bqx[rows.Targets[target]], forecasts.BqxHalfWidth[rows.Targets[target]]);
            Covered(row => Math.Abs(rows.Actual[target][row] - centre[row]) <= half[row]).ShouldBe(0.9, 0.04);
        }

        Covered(row => Math.Abs(rows.Samples[row].LogRv - forecasts.LogRv![row]) <= forecasts.LogRvHalfWidth![row]).ShouldBe(0.9, 0.04);

        double Covered(Func<int, bool> inside) => Enumerable.Range(0, rows.Count).Count(inside) / (double)rows.Count;
    }

    [Fact]
    public void Forecast_Simple_AreWhatTheySay()
    {
        var (data, first) = (Data.Value, Data.Value.Test.First);

        Of(Suite.Value, "zero").Bqx[PlantedData.Short].ShouldAllBe(value => value == 0);
        Of(Suite.Value, "martingale").Bqx[PlantedData.Short][3].ShouldBe(data.Matrix.Martingale(first + 3, 1));
        Of(Suite.Value, "martingale").Bqx[Target.Primary].ShouldAllBe(value => value == 0);
        Of(Suite.Value, "persistence").Bqx[PlantedData.Short][3].ShouldBe(data.Matrix.Persistence(first + 3, 1));
    }

    // BQX now is half of the martingale, so the slope is near 2 for the short target and near 0 for the primary one.
    [Fact]
    public void Forecast_AutoRegression_FindsItsSlopes()
    {
        var (data, ar1) = (Data.Value, Of(Suite.Value, "ar1"));
        var (low, high) = (Enumerable.Range(0, 400).MinBy(Now), Enumerable.Range(0, 400).MaxBy(Now));

        Slope(PlantedData.Short).ShouldBe(2, 0.3);
        Slope(Target.Primary).ShouldBe(0, 0.3);

        double Now(int row) => data.Matrix.Persistence(data.Test.First + row, 1);

        double Slope(Target target) => (ar1.Bqx[target][high] - ar1.Bqx[target][low]) / (Now(high) - Now(low));
    }

    // The graph that would be served says what was judged.
    [Theory]
    [InlineData("ridge")]
    [InlineData("xgboost")]
    public void Heads_InTheServingGraph_SayWhatWasForecast(string model)
    {
        var (data, forecasts) = (Data.Value, Of(Suite.Value, model));
        var heads = model == "ridge" ? Suite.Value.Ridge : Suite.Value.Xgboost.ShouldNotBeNull();
        using var session = new ServingSession(ServingGraph.Write(Target.Primary, PlantedData.Schema, data.Scaling, heads), PlantedData.Schema.Count);
        var outputs = new ModelOutput[data.Test.Count];

        session.Predict(data.Matrix.Copy(data.Test, data.Graph), outputs);

        for (var row = 0; row < outputs.Length; row++)
        {
            outputs[row].Bqx.ShouldBe(forecasts.Bqx[Target.Primary][row], 1e-6f);
            outputs[row].LogRv.ShouldBe(forecasts.LogRv![row], 2e-5f);
            outputs[row].Regime[1].ShouldBe(forecasts.Regime![(row * RegimeProbabilities.Count) + 1], 1e-5f);
        }
    }

    [Fact]
    public void Fit_Again_SaysTheSameBits()
    {
        var (first, second) = (Suite.Value.Forecast(Data.Value.Test), Fit(Options).Forecast(Data.Value.Test));

        for (var i = 0; i < first.Length; i++)
        {
            foreach (var (target, values) in first[i].Bqx)
            {
                second[i].Bqx[target].ShouldBe(values);
            }

            second[i].LogRv.ShouldBe(first[i].LogRv);
            second[i].Regime.ShouldBe(first[i].Regime);
        }
    }

    [Fact]
    public void Fit_WithoutTrees_LeavesThemOut()
    {
        var suite = Fit(Options with { Trees = false });

        suite.Xgboost.ShouldBeNull();
        suite.Forecast(Data.Value.Test).Select(forecasts => forecasts.Model).ShouldNotContain("xgboost");
    }

    private static BaselineSuite Fit(BaselineOptions options)
    {
        ImmutableArray<FeatureCluster> clusters = [.. new[] { PlantedData.Signal, PlantedData.Volatility, 5, 6 }.Select(column => new FeatureCluster(column, [column]))];
        return BaselineSuite.Fit(Data.Value, new FeatureSelection(clusters), options, null, TestContext.Current.CancellationToken);
    }

    private static ModelForecasts Of(BaselineSuite suite, string model) => suite.Forecast(Data.Value.Test).Single(forecasts => forecasts.Model == model);

    private static double Skill(ModelForecasts forecasts, Target target)
    {
        var (data, index) = (Data.Value, Data.Value.Matrix.Targets.IndexOf(target));
        var (error, power) = (0.0, 0.0);
        for (var i = 0; i < data.Test.Count; i++)
        {
            var row = data.Test.First + i;
            var label = data.Matrix.Label(row, index);
            error += Math.Pow((label - forecasts.Bqx[target][i]) / data.Matrix[row].Sigma, 2);
            power += Math.Pow((label - data.Matrix.Martingale(row, index)) / data.Matrix[row].Sigma, 2);
        }

        return 1 - (error / power);
    }

    private static double VolatilitySkill(ModelForecasts forecasts)
    {
        var rows = JudgedRows.Of(Data.Value, Data.Value.Test, 0.9);
        double[] actual = [.. rows.Samples.Select(sample => sample.LogRv - Math.Log(sample.Sigma))];
        var mean = actual.Average();
        var error = Enumerable.Range(0, rows.Count).Sum(i => Math.Pow(forecasts.LogRv![i] - rows.Samples[i].LogRv, 2));
        return 1 - (error / actual.Sum(value => (value - mean) * (value - mean)));
    }

    private static double RegimeLoss(ModelForecasts forecasts) => Enumerable.Range(0, Data.Value.Test.Count).Average(i =>
        -Math.Log(forecasts.Regime![(i * RegimeProbabilities.Count) + Data.Value.TargetOf(Data.Value.Test.First + i).Class]));
}
