using Bqx.Core;
using Bqx.Features;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.Learning.Training;
using Bqx.Plugins.Hosting;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Packages;
using Bqx.Trainer.Promotion;
using Bqx.Trainer.Training;

namespace Bqx.Trainer.Tests.Training;

public sealed class TrainPipelineTests
{
    private static readonly Minute Start = Minute.Exact(new DateTimeOffset(2024, 1, 8, 0, 0, 0, TimeSpan.Zero));
    private static readonly Lazy<MemoryBars> Bars = new(() => Generate(14));

    private readonly MemoryRepository _models = new();

    [Theory]
    [InlineData("ridge")]
    [InlineData("mlp")]
    public async Task Run_StoredBars_PublishesAPackageThatAServerTakes(string model)
    {
        var report = await TrainAsync(new TrainRequest { Model = model });

        report.Id.ShouldBe(new ModelId("bqx", 1));
        report.Rows.ShouldBeGreaterThan(20_000);
        var manifest = (await PackageCheck.RunAsync(_models, TrustedKeys.None, report.Id, TestContext.Current.CancellationToken)).Manifest;
        manifest.FeatureFingerprint.ShouldBe(FeatureCatalogue.Schema.Fingerprint.ToString());
        manifest.Lineage.Command.ShouldBe($"train --model {model} --name bqx --stride 15 --seed 1");
    }

    [Fact]
    public async Task Run_TwoModels_ArePromotedByTheirLossesOnCommonMinutes()
    {
        var pipeline = new TrainPipeline(Generate(20), _models, TimeProvider.System);
        var ridge = await pipeline.RunAsync(new TrainRequest { Model = "ridge", Stride = 60 }, null, TestContext.Current.CancellationToken);
        var perceptron = await pipeline.RunAsync(new TrainRequest { Model = "mlp", Stride = 60 }, null, TestContext.Current.CancellationToken);
        var losses = LossesOf(perceptron);
        var expected = PackageComparison.Compare(losses, LossesOf(ridge));

        var judgement = await new PromotionRules(_models).JudgeAsync(perceptron.Id, ridge.Id, TestContext.Current.CancellationToken);

        expected.Minutes.ShouldBe(losses.Count);
        judgement.ShouldBe(new PromotionJudgement(
            expected.Verdict == ComparisonVerdict.NotWorse, $"{expected.Reason}; no control ran with its training", expected.Statistic));
        judgement.Reason.ShouldContain("Diebold–Mariano");
    }

    [Fact]
    public async Task Run_Again_TakesTheNextVersion()
    {
        await TrainAsync(new TrainRequest());
        await SamplePackage.Create(FeatureCatalogue.Schema, "other", 9).PublishAsync(_models, TestContext.Current.CancellationToken);

        (await TrainAsync(new TrainRequest())).Id.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Run_AnotherTrainerTakesTheNumber_PublishesUnderTheNext()
    {
        _models.BeforePublish = models => models.PublishAsync(new ModelId("bqx", 1), new Dictionary<string, ReadOnlyMemory<byte>>(), default);

        var report = await TrainAsync(new TrainRequest());

        report.Id.Version.ShouldBe(2);
        (await PackageCheck.RunAsync(_models, TrustedKeys.None, report.Id, TestContext.Current.CancellationToken)).Manifest.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Run_Progress_PassesThroughTheStages()
    {
        var stages = new List<string>();
        await TrainAsync(new TrainRequest(), new Relay<TrainProgress>(progress => stages.Add(progress.Stage)));

        stages.Distinct().ShouldBe(["rows", "fit", "evaluate", "package"]);
    }

    [Fact]
    public async Task Run_NoBars_SaysHowToGetSome()
    {
        var pipeline = new TrainPipeline(new MemoryBars([]), _models, TimeProvider.System);
        (await Should.ThrowAsync<FaultException>(() => pipeline.RunAsync(new TrainRequest(), null, TestContext.Current.CancellationToken)))
            .Message.ShouldContain("'synthetic'");
    }

    [Fact]
    public async Task Run_TooFewDays_SaysHowManyMinutesAreNeeded() =>
        (await Should.ThrowAsync<FaultException>(() => TrainAsync(new TrainRequest { Days = 2 }))).Message.ShouldContain("at least 6900");

    [Theory]
    [InlineData("Bqx", "ridge", "'Bqx' is not a name")]
    [InlineData("bqx", "forest", "'forest' is not a model")]
    public async Task Run_WrongRequest_IsRefusedBeforeAnyWork(string name, string model, string expected) =>
        (await Should.ThrowAsync<FaultException>(() => TrainAsync(new TrainRequest { Name = name, Model = model }))).Message.ShouldContain(expected);

    private static MemoryBars Generate(int days) =>
        new([.. new SyntheticMarket(1, SyntheticOptions.Default).Generate(Start, Start + (days * 1440))]);

    private static LossSeries LossesOf(TrainReport report) => LossSeries.Read(report.Result.Package.Files[PackageFileNames.Losses].Span);

    private Task<TrainReport> TrainAsync(TrainRequest request, IProgress<TrainProgress>? progress = null) =>
        new TrainPipeline(Bars.Value, _models, TimeProvider.System).RunAsync(request, progress, TestContext.Current.CancellationToken);
}
