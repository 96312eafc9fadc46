using Bqx.Core;
using Bqx.Learning.Datasets;
using Bqx.Learning.Embeddings;
using Bqx.Learning.Multitask;
using Bqx.Learning.Packaging;
using Bqx.Learning.Tests.Training;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Multitask;

public sealed class MultitaskTrainerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // A linear v leaves ¼·calm², of variance ⅛, on top of the noise of 0.04.
    [Fact]
    public void FitAll_PlantedSignals_AreFound()
    {
        var data = PlantedNets.Strong;
        var heads = MultitaskTrainer.Prepare("multitask", data, null, PlantedNets.Multitask, null, null, Stop).FitAll(PlantedNets.Pairs, null, Stop);
        heads.Heads.ShouldAllBe(head => head.Believed > 0.5 && head.Corrected > 0.5);
        var outputs = heads.Predict(data, null, data.Test, 2, Stop);
        Skill(data, outputs).ShouldBe(PlantedNets.Knowable, 0.025);
        MeanSquare(data, outputs).ShouldBeInRange(0.038, 0.08);

        var forecasts = heads.Calibrate(data, null, 0.9, 2, Stop).Of(data.Test);
        forecasts.Bqx[Target.Primary].ShouldBe(outputs.Select(output => output.Bqx));
        PlantedNets.Coverage(data, row => data.Matrix[row].LogRv, forecasts.LogRv!, forecasts.LogRvHalfWidth!).ShouldBe(0.9, 0.02);
        forecasts.Regime!.Length.ShouldBe(5 * outputs.Length);
        outputs.Select(Total).ShouldAllBe(total => Math.Abs(total - 1) < 1e-5);
    }

    [Fact]
    public void FitAll_NothingToFind_IsTheMartingale()
    {
        var heads = MultitaskTrainer.Prepare("multitask", PlantedNets.Nothing, null, PlantedNets.Multitask, null, null, Stop).FitAll(PlantedNets.Pairs, null, Stop);
        Math.Abs(Skill(PlantedNets.Nothing, heads.Predict(PlantedNets.Nothing, null, PlantedNets.Nothing.Test, 1, Stop))).ShouldBeLessThan(0.01);
    }

    [Fact]
    public void Fit_SingleTask_HasTheAnchorAndTheFrequencies()
    {
        var data = PlantedNets.Strong;
        var options = PlantedNets.Multitask with { SingleTask = true };
        var first = MultitaskTrainer.Prepare("multitask", data, null, PlantedNets.Multitask with { PooledEpochs = 1 }, null, null, Stop);
        var heads = first.PrepareTwin("singletask", null, options, null, Stop).FitAll(PlantedNets.Pairs, null, Stop);
        heads.Calibrate(data, null, 0.9, 2, Stop).Of(data.Test).LogRv.ShouldBeNull();
        var outputs = heads.Predict(data, null, data.Test, 2, Stop);
        Skill(data, outputs).ShouldBe(PlantedNets.Knowable, 0.025);
        MeanSquare(data, outputs).ShouldBeInRange(0.13, 0.22);
        outputs.Select(output => output.Regime[2]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Fit_Again_GivesTheSameGraph_AndAlsoFromCheckpoints()
    {
        var folder = Directory.CreateTempSubdirectory("bqx-heads-").FullName;
        try
        {
            var data = PlantedNets.Strong;
            var embeddings = PcaTrainer.Fit(data, Stop).Encode(data, new RowRange(0, data.Matrix.Rows), 2, Stop);
            var options = PlantedNets.Multitask with { PooledEpochs = 1, PairEpochs = 1 };
            var one = Graph(data, MultitaskTrainer.Prepare("multitask", data, embeddings, options, folder, null, Stop).Fit(PlantedNets.Pairs[1], Stop));
            Directory.GetFiles(folder).Select(Path.GetFileName).Order().ShouldBe(["multitask-GBPAUD.checkpoint", "multitask-all.checkpoint"], ignoreOrder: true);
            var fromCheckpoints = Graph(data, MultitaskTrainer.Prepare("multitask", data, embeddings, options, folder, null, Stop).Fit(PlantedNets.Pairs[1], Stop));
            var again = Graph(data, MultitaskTrainer.Prepare("multitask", data, embeddings, options, null, null, Stop).Fit(PlantedNets.Pairs[1], Stop));
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
        () => MultitaskTrainer.Prepare("multitask", PlantedNets.Strong, null, PlantedNets.Multitask with { PooledEpochs = 1 }, null, null, Stop).Fit(Pair.All[1], Stop))
        .Message.ShouldContain("no rows in the training block");

    private static byte[] Graph(TrainingData data, FittedHeads heads) =>
        ServingGraph.Write(data.Target, data.Matrix.Schema, heads.Scaling, heads.Heads);

    private static double Total(ModelOutput output)
    {
        var sum = 0.0;
        foreach (var probability in output.Regime)
        {
            sum += probability;
        }

        return sum;
    }

    private static double Skill(TrainingData data, ModelOutput[] outputs) =>
        PlantedNets.Skill(data, 0, Array.ConvertAll(outputs, output => output.Bqx));

    private static double MeanSquare(TrainingData data, ModelOutput[] outputs) =>
        outputs.Select((output, i) => Math.Pow(data.Matrix[data.Test.First + i].LogRv - output.LogRv, 2)).Average();
}
