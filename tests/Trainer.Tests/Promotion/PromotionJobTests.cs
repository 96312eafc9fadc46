using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Packaging;
using Bqx.TestKit;
using Bqx.Trainer.Promotion;
using Bqx.Trainer.Tests.Training;

namespace Bqx.Trainer.Tests.Promotion;

public sealed class PromotionJobTests
{
    private const string Label = "production";
    private static readonly FeatureSchema Schema = new([("a", 1), (FeatureNames.Sigma, 1)]);
    private static readonly ModelId First = new("bqx", 1);
    private static readonly ModelId Second = new("bqx", 2);

    private readonly FakeLabelStore _labels = new();
    private readonly MemoryPromotionLog _log = new();
    private readonly MemoryRepository _models = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_FirstOfALabel_IsAllowedAndWrittenDown()
    {
        await PublishAsync(First);

        var judgement = await PromoteAsync(First);

        judgement.ShouldBe(new PromotionJudgement(
            true, "the label was on nothing: there was nothing to compare with; no control ran with its training"));
        _log.Entries.ShouldBe([new PromotionEntry(Label, First, null, judgement.Reason, null, null)]);
    }

    [Fact]
    public async Task Run_AlreadyThere_IsNotWrittenDownAgain()
    {
        await PublishAsync(First);
        await PromoteAsync(First);

        await PromoteAsync(First);

        _log.Entries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Run_FailedControl_IsRefusedAndTheLabelStays()
    {
        await PublishAsync(First, manifest => manifest with { Controls = [new("random walk", true, "0"), new("leaked feature", false, "skill 0.9")] });

        (await Should.ThrowAsync<FaultException>(() => PromoteAsync(First))).Message.ShouldBe(
            "bqx@1 is not promoted: the control 'leaked feature' failed: skill 0.9. --force REASON does it all the same and records why.");
        _labels.Find(Label).ShouldBeNull();
        _log.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_ControlsPassed_SaysNothingOfThem()
    {
        await PublishAsync(First, manifest => manifest with { Controls = [new("random walk", true, "0")] });

        (await PromoteAsync(First)).Reason.ShouldBe("the label was on nothing: there was nothing to compare with");
    }

    [Fact]
    public async Task Run_NoControlsAgainstAnIncumbentWithThem_IsRefusedHoweverGoodItsLosses()
    {
        await PublishAsync(First, manifest => manifest with { Controls = [new("random walk", true, "0")] }, Losses(1));
        await PublishAsync(Second, losses: Losses(0.8f));
        await PromoteAsync(First);

        (await Should.ThrowAsync<FaultException>(() => PromoteAsync(Second))).Message.ShouldBe(
            "bqx@2 is not promoted: no control ran with its training, those of bqx@1 passed. --force REASON does it all the same and records why.");
        _labels.Find(Label)!.Current.ShouldBe(First);
    }

    [Fact]
    public async Task Run_FailedControlForced_IsRecordedWithItsReason()
    {
        await PublishAsync(First, manifest => manifest with { Controls = [new("leaked feature", false, "skill 0.9")] });

        (await PromoteAsync(First, "an emergency")).IsAllowed.ShouldBeFalse();

        _labels.Find(Label)!.Current.ShouldBe(First);
        _log.Entries.Single().Forced.ShouldBe("an emergency");
    }

    [Fact]
    public async Task Run_ForcedThoughAllowed_RecordsNoForce()
    {
        await PublishAsync(First);

        await PromoteAsync(First, "just in case");

        _log.Entries.Single().Forced.ShouldBeNull();
    }

    [Fact]
    public async Task Run_ForceWithoutAReason_IsRefused()
    {
        await PublishAsync(First);

        (await Should.ThrowAsync<FaultException>(() => PromoteAsync(First, " "))).Fault.ShouldBe(Fault.InvalidInput);
    }

    // 0.010 ± 0.003 against 0.020 ± 0.004: 2 standard errors lower.
    [Theory]
    [InlineData(0.010, false)]
    [InlineData(0.012, true)]
    [InlineData(0.030, true)]
    public async Task Run_OnlySkillIsKnown_ComparesItWithBothErrors(double skill, bool isAllowed)
    {
        await PublishAsync(First, manifest => manifest with { Metrics = [new("skill", "test", 0.020, 0.004, "martingale", 0)] });
        await PublishAsync(Second, manifest => manifest with { Metrics = [new("skill", "test", skill, 0.003, "martingale", 0)] });
        await PromoteAsync(First);

        var judgement = await PromoteAsync(Second, "to see the judgement");

        judgement.IsAllowed.ShouldBe(isAllowed);
        judgement.Reason.ShouldContain("standard errors apart");
    }

    [Theory]
    [InlineData(1.2f, false)]
    [InlineData(1f, true)]
    [InlineData(0.8f, true)]
    public async Task Run_LossesOfBoth_DecideBeforeSkill(float factor, bool isAllowed)
    {
        await PublishAsync(First, manifest => manifest with { Metrics = [new("skill", "test", 0.9, 0.001, "martingale", 0)] }, Losses(1));
        await PublishAsync(Second, manifest => manifest with { Metrics = [new("skill", "test", -0.9, 0.001, "martingale", 0)] }, Losses(factor));
        await PromoteAsync(First);

        var judgement = await PromoteAsync(Second, "to see the judgement");

        judgement.IsAllowed.ShouldBe(isAllowed);
        judgement.Reason.ShouldContain("Diebold–Mariano");
        _log.Entries[^1].Statistic.ShouldBe(judgement.Statistic);
    }

    [Fact]
    public async Task Run_NothingToCompare_IsAllowedAndSaysSo()
    {
        await PublishAsync(First);
        await PublishAsync(Second);
        await PromoteAsync(First);

        (await PromoteAsync(Second)).Reason.ShouldStartWith("nothing comparable is known of bqx@2 and bqx@1");
    }

    [Fact]
    public async Task Rollback_ToAModelWithAFailedControl_IsNotRefused()
    {
        await PublishAsync(First, manifest => manifest with { Controls = [new("leaked feature", false, "skill 0.9")] });
        await PublishAsync(Second);
        await PromoteAsync(First, "for the test");
        await PromoteAsync(Second);

        var result = await Job().RollbackAsync(Label, TimeSpan.FromSeconds(30), Stop);

        result.Label.Current.ShouldBe(First);
        _log.Entries[^1].ShouldBe(new PromotionEntry(Label, First, Second, "rollback: the rules were not asked", null, null));
    }

    private static byte[] Losses(float factor)
    {
        const int Minutes = 4_000;
        var random = new Random(3);
        ImmutableArray<float> noise = [.. Enumerable.Range(0, Minutes).Select(_ => 1 + (float)random.NextDouble())];
        return new LossSeries
        {
            Target = Target.Primary,
            Stride = 15,
            Numbers = [.. Enumerable.Range(0, Minutes).Select(minute => minute * 15)],
            Model = [.. noise.Select((loss, minute) => (loss * factor) + (minute % 7 * 0.001f * (factor == 1 ? 0 : 1)))],
            Martingale = noise,
        }.Write();
    }

    private async Task PublishAsync(ModelId id, Func<ModelManifest, ModelManifest>? change = null, byte[]? losses = null)
    {
        var sample = SamplePackage.Create(Schema, id.Name, id.Version);
        var content = sample.Files.Where(file => sample.Manifest.Files.ContainsKey(file.Key)).ToDictionary(StringComparer.Ordinal);
        if (losses is not null)
        {
            content[PackageFileNames.Losses] = losses;
        }

        var manifest = change is null ? sample.Manifest : change(sample.Manifest);
        await new PackageContent(manifest, PackageSeal.Close(manifest, content)).PublishAsync(_models, Stop);
    }

    private async Task<PromotionJudgement> PromoteAsync(ModelId id, string? forced = null) =>
        (await Job().RunAsync(Label, id, forced, TimeSpan.FromSeconds(30), Stop)).Judgement;

    private PromotionJob Job() => new(_models, _labels, _log, new FakeTimeProvider());
}
