using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Multitask;
using Bqx.Learning.Neural.Networks;
using Bqx.Learning.Packaging;
using Bqx.Learning.Tests.Training;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Multitask;

public sealed class MultitaskTrainerTests
{
    private static readonly Lazy<TrainingData> Strong = new(() => PlantedRows.Build(0.3));
    private static readonly Lazy<TrainingData> Nothing = new(() => PlantedRows.Build(0));
    private static readonly Pair[] Pairs = [Pair.All[0], Pair.All[7], Pair.All[14]];

    private static readonly MultitaskTrainerOptions Small = new()
    {
        Shape = new MultitaskOptions { Hidden = [24, 12], BqxHidden = 8, LogRvHidden = 8, RegimeHidden = 8, Dropout = 0.1 },
        Batch = 64,
        PooledEpochs = 6,
        PairEpochs = 2,
        PooledRate = 3e-3,
        WeightDecay = 0.01,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // u explains 0.3²/(1 + 0.3²) of its variance; a linear v leaves ¼·calm², of variance ⅛, on top of the noise of 0.04.
    [Fact]
    public void FitAll_PlantedSignals_AreFound()
    {
        var data = Strong.Value;
        var heads = MultitaskTrainer.Prepare("multitask", data, null, Small, null, null, Stop).FitAll(Pairs, null, Stop);
        heads.Heads.ShouldAllBe(head => head.Believed > 0.5 && head.Corrected > 0.5);
        var outputs = heads.Predict(data, null, data.Test, 2, Stop);
        Skill(data, outputs).ShouldBe(0.0826, 0.025);
        MeanSquare(data, outputs).ShouldBeInRange(0.038, 0.08);

        var forecasts = heads.Forecast(data, null, data.Test, 0.9, 2, Stop);
        forecasts.Bqx[Target.Primary].ShouldBe(outputs.Select(output => output.Bqx));
        Enumerable.Range(0, outputs.Length).Average(i => Covers(data, forecasts, i)).ShouldBe(0.9, 0.02);
        forecasts.Regime!.Length.ShouldBe(5 * outputs.Length);
        outputs.Select(Total).ShouldAllBe(total => Math.Abs(total - 1) < 1e-5);
    }

    [Fact]
    public void FitAll_NothingToFind_IsTheMartingale()
    {
        var heads = MultitaskTrainer.Prepare("multitask", Nothing.Value, null, Small, null, null, Stop).FitAll(Pairs, null, Stop);
        Math.Abs(Skill(Nothing.Value, heads.Predict(Nothing.Value, null, Nothing.Value.Test, 1, Stop))).ShouldBeLessThan(0.01);
    }

    [Fact]
    public void Fit_SingleTask_HasTheAnchorAndTheFrequencies()
    {
        var data = Strong.Value;
        var options = Small with { SingleTask = true };
        var first = MultitaskTrainer.Prepare("multitask", data, null, Small with { PooledEpochs = 1 }, null, null, Stop);
        var heads = first.PrepareTwin("singletask", null, options, null, Stop).FitAll(Pairs, null, Stop);
        heads.Forecast(data, null, data.Test, 0.9, 2, Stop).LogRv.ShouldBeNull();
        var outputs = heads.Predict(data, null, data.Test, 2, Stop);
        Skill(data, outputs).ShouldBe(0.0826, 0.025);
        MeanSquare(data, outputs).ShouldBeInRange(0.13, 0.22);
        outputs.Select(output => output.Regime[2]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Fit_Again_GivesTheSameGraph_AndAlsoFromCheckpoints()
    {
        var folder = Directory.CreateTempSubdirectory("bqx-heads-").FullName;
        try
        {
            var data = Strong.Value;
            var embeddings = PcaTrainer.Fit(data, Stop).Encode(data, new RowRange(0, data.Matrix.Rows), 2, Stop);
            var options = Small with { PooledEpochs = 1, PairEpochs = 1 };
            var one = Graph(data, MultitaskTrainer.Prepare("multitask", data, embeddings, options, folder, null, Stop).Fit(Pairs[1], Stop));
            Directory.GetFiles(folder).Select(Path.GetFileName).Order().ShouldBe(["multitask-GBPAUD.checkpoint", "multitask-all.checkpoint"], ignoreOrder: true);
            var fromCheckpoints = Graph(data, MultitaskTrainer.Prepare("multitask", data, embeddings, options, folder, null, Stop).Fit(Pairs[1], Stop));
            var again = Graph(data, MultitaskTrainer.Prepare("multitask", data, embeddings, options, null, null, Stop).Fit(Pairs[1], Stop));
            fromCheckpoints.ShouldBe(one);
            again.ShouldBe(one);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Fit_PairWithoutRows_SaysSo() => Should.Throw<FaultException>(
        () => MultitaskTrainer.Prepare("multitask", Strong.Value, null, Small with { PooledEpochs = 1 }, null, null, Stop).Fit(Pair.All[1], Stop))
        .Message.ShouldContain("no rows in the training block");

    private static byte[] Graph(TrainingData data, FittedHeads heads) =>
        ServingGraph.Write(data.Target, data.Matrix.Schema, heads.Scaling, heads.Heads);

    private static double Covers(TrainingData data, ModelForecasts forecasts, int i) =>
        Math.Abs(data.Matrix[data.Test.First + i].LogRv - forecasts.LogRv![i]) <= forecasts.LogRvHalfWidth![i] ? 1 : 0;

    private static double Total(ModelOutput output)
    {
        var sum = 0.0;
        foreach (var probability in output.Regime)
        {
            sum += probability;
        }

        return sum;
    }

    private static double Skill(TrainingData data, ModelOutput[] outputs)
    {
        var (errors, squares) = (0.0, 0.0);
        for (var i = 0; i < outputs.Length; i++)
        {
            var label = data.Matrix.Label(data.Test.First + i, 0);
            errors += Math.Pow(label - outputs[i].Bqx, 2);
            squares += Math.Pow(label, 2);
        }

        return 1 - (errors / squares);
    }

    private static double MeanSquare(TrainingData data, ModelOutput[] outputs) =>
        outputs.Select((output, i) => Math.Pow(data.Matrix[data.Test.First + i].LogRv - output.LogRv, 2)).Average();
}
