using Bqx.Core;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Datasets;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;

namespace Bqx.Learning.Tests.Training;

public sealed class ModelFactoryTests
{
    private static readonly MlpOptions Quick = new() { MaxEpochs = 3 };

    public static TheoryData<string> Trainers => ["ridge", "mlp"];

    [Theory]
    [MemberData(nameof(Trainers))]
    public async Task Run_SameSeed_SamePackageBytes(string trainer)
    {
        var data = Synthetic.Prepare(await Synthetic.DatasetAsync(16));

        var first = Synthetic.Train(data, Make(trainer)).Package;
        var second = Synthetic.Train(data, Make(trainer)).Package;

        foreach (var (name, bytes) in first.Files)
        {
            second.Files[name].Span.SequenceEqual(bytes.Span).ShouldBeTrue(name);
        }
    }

    [Fact]
    public async Task Run_OtherSeed_OtherPerceptron()
    {
        var data = Synthetic.Prepare(await Synthetic.DatasetAsync(16));

        var first = Synthetic.Train(data, new MlpTrainer(Quick)).Package.Files["model.onnx"];
        var second = Synthetic.Train(data, new MlpTrainer(Quick with { Seed = 2 })).Package.Files["model.onnx"];

        second.Span.SequenceEqual(first.Span).ShouldBeFalse();
    }

    // The negative control of quant.md §4: on a random walk there is nothing to find.
    [Theory]
    [MemberData(nameof(Trainers))]
    public async Task Run_RandomWalk_HasNoSkill(string trainer)
    {
        var data = Synthetic.Prepare(await Synthetic.DatasetAsync(40, SyntheticOptions.GaussianWalk, seed: 11));

        var result = Synthetic.Train(data, Make(trainer));

        foreach (var name in (string[])["skill", "skill_standardised"])
        {
            var skill = result.Metric(name);
            Math.Abs(skill.Value).ShouldBeLessThanOrEqualTo(3 * skill.Error.ShouldNotBeNull(), $"{trainer} {skill}");
            skill.Value.ShouldBeInRange(-0.02, 0.01, $"{trainer} {skill}");
        }
    }

    // The positive control: BQX60 predicts BQX60 an hour on with correlation 0.3, so R² = 0.09 is there to be found.
    [Theory]
    [MemberData(nameof(Trainers))]
    public async Task Run_PlantedSignal_IsFound(string trainer)
    {
        var options = SyntheticOptions.GaussianWalk with { InformationCoefficient = 0.3 };
        var data = Synthetic.Prepare(await Synthetic.DatasetAsync(40, options, seed: 5));

        var skill = Synthetic.Train(data, Make(trainer)).Metric("skill");

        skill.Value.ShouldBeInRange(0.06, 0.12, $"{trainer} {skill}");
        (skill.Value / skill.Error.ShouldNotBeNull()).ShouldBeGreaterThan(4);
    }

    [Fact]
    public async Task Run_Manifest_SaysEverythingBesideItsBaseline()
    {
        var dataset = await Synthetic.DatasetAsync(16);
        var manifest = Synthetic.Train(Synthetic.Prepare(dataset), new RidgeTrainer()).Package.Manifest;

        manifest.Kind.ShouldBe("multitask");
        manifest.Pair.ShouldBe("*");
        manifest.Target.ShouldBe("bqx60_h60");
        manifest.Lineage.DataHash.ShouldBe(dataset.DataHash.ToString());
        manifest.Splits.Select(split => split.Role).ShouldBe(["train", "validation", "calibration", "test"]);
        manifest.Splits.ShouldAllBe(split => split.Rows > 0);
        manifest.Features.Select(feature => feature.Name).ShouldBe(dataset.Matrix.Schema.Names);
        manifest.Calibration!.ReturnSlope.Keys.ShouldBe(Pair.All.Select(pair => pair.Name).Order(StringComparer.Ordinal));
        manifest.Calibration!.ReturnSlope.Values.ShouldAllBe(slope => slope < -0.015 && slope > -0.035);
        manifest.Metrics.Select(metric => metric.Name).ShouldBe(
        [
            "skill", "skill_standardised", "r2", "mae", "rmse", "directional_accuracy", "bqx_coverage", "log_rv_r2",
            "log_rv_skill_over_har", "log_rv_mae", "log_rv_coverage", "rps",
        ]);
        manifest.Metrics.ShouldAllBe(metric => metric.Block == "test" && double.IsFinite(metric.Value));
        ModelManifestJson.Read(ModelManifestJson.Write(manifest)).Metrics.ShouldBe(manifest.Metrics);
    }

    // All rows weigh the same in the figure; in the losses every minute does, and nearly all minutes have all pairs.
    [Fact]
    public async Task Run_Losses_AreThoseOfTheTestBlock()
    {
        var data = Synthetic.Prepare(await Synthetic.DatasetAsync(16));
        var result = Synthetic.Train(data, new RidgeTrainer());

        var losses = LossSeries.Read(result.Package.Files[PackageFileNames.Losses].Span);

        (losses.Target, losses.Stride).ShouldBe((Target.Primary, 15));
        losses.Numbers.ShouldBe(Enumerable.Range(data.Test.First, data.Test.Count).Select(row => data.Matrix[row].Number).Distinct());
        (1 - (losses.Model.Average() / losses.Martingale.Average())).ShouldBe((float)result.Metric("skill_standardised").Value, 1e-3f);
    }

    [Fact]
    public async Task Run_RowsOfAFittedLeadLagGraph_NamesItAndCarriesIt()
    {
        var graph = new LeadLagGraph(Enumerable.Repeat((byte)3, LeadLagGraph.Edges).ToArray());
        var dataset = await DatasetBuilder.BuildAsync(
            InMemoryBars.Stream(Synthetic.Bars(16)), new DatasetOptions { Graphs = [LeadLagGraph.Default, graph], Stride = 60 }, null, default);
        var package = Synthetic.Train(Synthetic.Prepare(dataset, graph: 1), new RidgeTrainer()).Package;

        package.Manifest.FeatureFingerprint.ShouldBe(graph.FingerprintOf(dataset.Matrix.Schema).ToString());
        package.Files[PackageFileNames.LeadLag].ToArray().ShouldBe(graph.Lags.ToArray());
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public async Task Run_Intervals_CoverNearTheirLevel(string trainer)
    {
        var data = Synthetic.Prepare(await Synthetic.DatasetAsync(40, SyntheticOptions.GaussianWalk, seed: 3));
        var result = Synthetic.Train(data, Make(trainer));

        result.Metric("bqx_coverage").Value.ShouldBe(0.9, 0.03);
        result.Metric("log_rv_coverage").Value.ShouldBe(0.9, 0.04);
    }

    [Fact]
    public async Task Run_Volatility_BeatsItsMeanByFar()
    {
        var data = Synthetic.Prepare(await Synthetic.DatasetAsync(40));
        var r2 = Synthetic.Train(data, new RidgeTrainer()).Metric("log_rv_r2");

        r2.Value.ShouldBeGreaterThan(0.3);
        r2.Value.ShouldBeGreaterThan(r2.Baseline - 0.03);
    }

    [Fact]
    public async Task Run_Cancelled_Stops()
    {
        var data = Synthetic.Prepare(await Synthetic.DatasetAsync(16));
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        foreach (var trainer in Trainers)
        {
            Should.Throw<OperationCanceledException>(() => Make(trainer.Data).Fit(data, null, source.Token));
        }
    }

    private static IModelTrainer Make(string name) => name == "ridge" ? new RidgeTrainer() : new MlpTrainer(Quick);
}
