using System.Collections.Immutable;
using Bqx.Core;
using Bqx.DevServices;
using Bqx.Ingest.Synthetic;
using Bqx.Learning.Controls;
using Bqx.Learning.Trees;
using Bqx.Plugins.Hosting;
using Bqx.TestKit;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Packages;
using Bqx.Trainer.Runs;
using Bqx.Trainer.Studies;
using Bqx.Trainer.Tests.FeatureTables;
using Bqx.Trainer.Tests.Training;

namespace Bqx.Trainer.Tests.Studies;

/// <summary>A whole study on a small synthetic market: once through, and once interrupted in the middle of its search.</summary>
public sealed class StudyTests : IDisposable
{
    private static readonly Minute Start = Minute.Exact(new DateTimeOffset(2024, 1, 7, 23, 0, 0, TimeSpan.Zero));
    private static readonly Lazy<MinuteBars[]> Market = new(() =>
        [.. new SyntheticMarket(1, SyntheticOptions.Default).Generate(Start, Start + (40 * 1440))]);

    private readonly string _home = Directory.CreateTempSubdirectory("bqx-study-").FullName;

    [Fact]
    public async Task Run_All_PackagesABundleThatAServerTakes_InterruptedOrNot()
    {
        Require.That(XgboostLibrary.IsAvailable, "libxgboost.so.0 is missing: apt-get install libxgboost0");
        var whole = await RunAsync("whole", new MemoryTrials());
        var trials = new MemoryTrials { CancelAfter = 3 };
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync("parts", trials));
        (await new RunStore(HomeOf("parts")).ReadAsync(RunStore.Latest, TestContext.Current.CancellationToken)).Status.ShouldBe("interrupted");
        var parts = await RunAsync("parts", trials);

        whole.Status.ShouldBe("done");
        whole.Checks.ShouldAllBe(check => check.Passed);
        whole.Packages.Length.ShouldBe(1 + Pair.Count + 1);
        whole.Figures.Select(figure => figure.Model).Distinct().ShouldBe(
            ["ar1", "climatology", "ensemble", "har", "hierarchical", "martingale", "multitask", "multitask_pca", "persistence", "random_forest", "ridge", "singletask", "xgboost", "zero"],
            ignoreOrder: true);
        parts.Figures.ShouldBe(whole.Figures);
        whole.Inspection.ShouldNotBeNull().Inputs.Count(input => input.IsEmbedding).ShouldBe(64);
        StudyJson.Write(parts.Inspection).ShouldBe(StudyJson.Write(whole.Inspection));
        File.Exists(new RunStore(HomeOf("whole")).ReportOf(whole.Id)).ShouldBeTrue();
        foreach (var id in whole.Packages.Select(name => ModelId.TryParse(name, out var id) ? id! : throw new FormatException(name)))
        {
            (await BytesAsync("parts", id)).ShouldBe(await BytesAsync("whole", id), $"{id}");
        }

        await using var host = HostOf("whole");
        var bundle = ModelId.TryParse(whole.Packages[^1], out var last) ? last! : throw new FormatException();
        (await PackageCheck.RunAsync(host.Models, TrustedKeys.None, bundle, TestContext.Current.CancellationToken)).Manifest.Kind.ShouldBe(ModelKinds.Bundle);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_home, recursive: true);

    private async Task<RunRecord> RunAsync(string name, MemoryTrials trials)
    {
        await using var host = HostOf(name);
        var folder = new StudyFolder(new RunStore(HomeOf(name)).FolderOf("20240301-000000-all"));
        var stores = new StudyStores(new MemoryBars(Market.Value), trials, new MemoryFeatures());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        trials.Cancelling = stop;
        return await new Study(host, stores, Plan(), folder).RunAsync(stop.Token);
    }

    private static StudyPlan Plan()
    {
        var plan = StudyPlanner.Make(
            new StudyRequest { Kind = StudyKind.All }, (Market.Value[0].Close, Market.Value[^1].Close), speed: 1);
        return plan with
        {
            Controls = ControlScale.Quick,
            Effort = new StudyEffort
            {
                Stride = 60,
                EncoderEpochs = 1,
                HeadEpochs = 1,
                HierarchicalEpochs = 1,
                TreeRounds = 5,
                Trials = 2,
            },
        };
    }

    private string HomeOf(string name) => Path.Combine(_home, name);

    private TrainerHost HostOf(string name) => new(
        new LocalPaths { Root = _home, Home = HomeOf(name), Models = Path.Combine(HomeOf(name), "models") }, TimeProvider.System);

    private async Task<ImmutableSortedDictionary<string, string>> BytesAsync(string name, ModelId id)
    {
        await using var host = HostOf(name);
        var files = await host.Models.ReadAsync(id, TestContext.Current.CancellationToken);
        return files.ToImmutableSortedDictionary(file => file.Key, file => Digest.Of(file.Value.Span).ToString(), StringComparer.Ordinal);
    }
}
