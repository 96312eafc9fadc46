using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;

namespace Bqx.Plugins.Tests.Hosting;

public sealed class ModelHostTests
{
    private readonly MemoryRepository _repository = new();
    private readonly GatedPlugin _plugin = new();
    private readonly ModelHost _host;
    private readonly List<(ModelId Id, ModelState State)> _states = [];

    public ModelHostTests()
    {
        _host = new ModelHost(_repository, TestPackage.Schema, new PackageLimits(), [_plugin]);
        _host.StateChanged += (_, change) => _states.Add((change.Status.Id, change.Status.State));
    }

    [Fact]
    public async Task LoadAsync_GoodPackage_GoesThroughItsStatesAndServesNothingYet()
    {
        var model = await LoadAsync(1);

        model.Id.ShouldBe(new ModelId("fx", 1));
        model.Target.ShouldBe(Target.Primary);
        StatesOf(1).ShouldBe([ModelState.Verifying, ModelState.Warming, ModelState.Ready]);
        _host.Current.ShouldBeSameAs(ModelSet.Empty);
    }

    [Fact]
    public async Task LoadAsync_SameIdTwice_ReadsThePackageOnce()
    {
        var first = await LoadAsync(1);

        (await _host.LoadAsync(first.Id, default)).ShouldBeSameAs(first);
        _repository.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_ProbesDisagree_FailsWithTheFigures()
    {
        var id = new ModelId("fx", 1);
        _repository.Packages[id] = TestPackage.Seal(TestPackage.ManifestOf(id), NoOpModel.OutputOf(40_000), null);

        var refused = await Should.ThrowAsync<FaultException>(() => _host.LoadAsync(id, default));

        refused.Message.ShouldBe("Probe 0 gives bqx = 9.99999997E-07, its maker got 0.0399999991: more than 1E-06 apart.");
        StatesOf(1).ShouldBe([ModelState.Verifying, ModelState.Warming, ModelState.Failed]);
        _host.Statuses.Single().Reason.ShouldBe(refused.Message);
        _plugin.Models.Single().Disposed.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_UnknownKind_NamesTheKnownOnes()
    {
        var id = new ModelId("fx", 1);
        var manifest = TestPackage.ManifestOf(id) with { Kind = "forest" };
        _repository.Packages[id] = TestPackage.Seal(manifest, NoOpModel.OutputOf(1), null);

        (await Should.ThrowAsync<FaultException>(() => _host.LoadAsync(id, default)))
            .Message.ShouldBe("No plug-in runs models of kind 'forest': known are noop.");
    }

    [Fact]
    public async Task LoadAsync_Fails_LeavesTheServingSetAlone()
    {
        await ServeAsync(await LoadAsync(1));
        var before = _host.Current;

        await Should.ThrowAsync<FaultException>(() => _host.LoadAsync(new ModelId("fx", 2), default));

        _host.Current.ShouldBeSameAs(before);
        before.ByLabel["production"].IsFreed.ShouldBeFalse();
    }

    [Fact]
    public async Task LoadAsync_PluginThrowsAnything_IsAModelFailure()
    {
        _plugin.LoadError = new InvalidOperationException("boom");

        var refused = await Should.ThrowAsync<FaultException>(() => LoadAsync(1));

        refused.Fault.ShouldBe(Fault.ModelFailed);
        refused.Message.ShouldBe("fx@1 could not be loaded.");
        StatesOf(1)[^1].ShouldBe(ModelState.Failed);
    }

    [Fact]
    public async Task ServeAsync_Replaced_FreesTheOldModel()
    {
        var first = await LoadAsync(1);
        await ServeAsync(first);
        await ServeAsync(await LoadAsync(2));

        first.IsFreed.ShouldBeTrue();
        _plugin.Models[0].Disposed.ShouldBe(1);
        StatesOf(1).ShouldBe(
            [ModelState.Verifying, ModelState.Warming, ModelState.Ready, ModelState.Draining, ModelState.Unloaded]);
        first.TryPredict(new float[3], [Pair.All[0]], new ModelOutput[1]).ShouldBeFalse();
    }

    [Fact]
    public async Task ServeAsync_ReaderInside_FreesOnlyWhenItLeaves()
    {
        var first = await LoadAsync(1);
        await ServeAsync(first);
        using var inside = new SemaphoreSlim(0);
        using var leave = new SemaphoreSlim(0);
        _plugin.Models[0].OnPredict = () =>
        {
            inside.Release();
            leave.Wait();
        };
        var reader = Task.Run(() => first.TryPredict(new float[3], [Pair.All[0]], new ModelOutput[1]));
        await inside.WaitAsync();

        await ServeAsync(await LoadAsync(2));
        first.IsFreed.ShouldBeFalse();
        StatesOf(1)[^1].ShouldBe(ModelState.Draining);

        leave.Release();
        (await reader).ShouldBeTrue();
        first.IsFreed.ShouldBeTrue();
        _plugin.Models[0].Disposed.ShouldBe(1);
        StatesOf(1)[^1].ShouldBe(ModelState.Unloaded);
    }

    [Fact]
    public async Task ServeAsync_FreedModel_IsAnError()
    {
        var first = await LoadAsync(1);
        await ServeAsync(first);
        await ServeAsync(await LoadAsync(2));

        await Should.ThrowAsync<FaultException>(() => ServeAsync(first));
    }

    [Fact]
    public async Task LoadAsync_ManyCandidates_DrainsTheOldest()
    {
        var first = await LoadAsync(1);
        for (var version = 2; version <= ModelHost.MaxCandidates + 1; version++)
        {
            first.IsFreed.ShouldBeFalse();
            await LoadAsync(version);
        }

        first.IsFreed.ShouldBeTrue();
    }

    [Fact]
    public async Task ServeAsync_UnderConcurrentReaders_LosesNoReadAndFreesEveryOldModel()
    {
        const int Swaps = 250;
        await ServeAsync(await LoadAsync(1));
        using var stop = new CancellationTokenSource();
        var reads = 0L;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var outputs = new ModelOutput[1];
            while (!stop.IsCancellationRequested)
            {
                // A set that was replaced in between is read again: that is the reader's contract.
                LoadedModel model;
                do
                {
                    model = _host.Current.ByLabel["production"];
                }
                while (!model.TryPredict(new float[3], [Pair.All[0]], outputs));

                outputs[0].Bqx.ShouldBe(NoOpModel.BqxOf(model.Id.Version));
                Interlocked.Increment(ref reads);
            }
        })).ToList();

        for (var version = 2; version <= Swaps + 1; version++)
        {
            await ServeAsync(await LoadAsync(version));
        }

        while (Interlocked.Read(ref reads) == 0)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        _plugin.Models.Count.ShouldBe(Swaps + 1);
        _plugin.Models.SkipLast(1).ShouldAllBe(model => model.Disposed == 1 && model.PredictedAfterDispose == 0);
        _plugin.Models[^1].Disposed.ShouldBe(0);
    }

    [Fact]
    public async Task Dispose_FreesServingAndWaitingModels()
    {
        await ServeAsync(await LoadAsync(1));
        await LoadAsync(2);

        _host.Dispose();

        _plugin.Models.ShouldAllBe(model => model.Disposed == 1);
    }

    private Task<LoadedModel> LoadAsync(int version)
    {
        var id = new ModelId("fx", version);
        _repository.Packages[id] = NoOpPackage.Create(id, TestPackage.Schema);
        return _host.LoadAsync(id, default);
    }

    private Task ServeAsync(LoadedModel model) =>
        _host.ServeAsync(new Dictionary<string, LoadedModel> { ["production"] = model }, default);

    private List<ModelState> StatesOf(int version) => [.. _states.Where(s => s.Id.Version == version).Select(s => s.State)];
}
