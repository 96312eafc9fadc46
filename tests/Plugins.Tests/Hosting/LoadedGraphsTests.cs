using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;

namespace Bqx.Plugins.Tests.Hosting;

public sealed class LoadedGraphsTests : IDisposable
{
    private static readonly float[] Row = new float[3];

    private readonly MemoryRepository _repository = new();
    private readonly GatedPlugin _plugin = new();
    private readonly ModelHost _host;

    public LoadedGraphsTests() => _host = new ModelHost(_repository, TestPackage.Schema, new PackageLimits(), [_plugin]);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Find_SeveralVersions_PrefersWhatServesThenTheHighest()
    {
        await LoadAsync("fx", 4);
        await LoadAsync("fx", 3);
        _host.Loaded.Find("fx", null)!.Id.Version.ShouldBe(4);

        await ServeAsync(("production", await LoadAsync("fx", 1)), ("canary", await LoadAsync("fx", 2)));

        _host.Loaded.Find("fx", null)!.Id.Version.ShouldBe(1);
        _host.Loaded.Find("fx", 2)!.Id.Version.ShouldBe(2);
        _host.Loaded.Find("fx", 4)!.Id.Version.ShouldBe(4);
        _host.Loaded.Find("fx", 5).ShouldBeNull();
        _host.Loaded.All.Select(graph => graph.Id.Version).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Find_Label_IsTheModelThatHasIt()
    {
        await ServeAsync(("production", await LoadAsync("fx", 2)));

        _host.Loaded.Find("production", null)!.Id.ShouldBe(new ModelId("fx", 2));
        _host.Loaded.Find("production", 2)!.Id.ShouldBe(new ModelId("fx", 2));
        _host.Loaded.Find("production", 1).ShouldBeNull();
        _host.Loaded.Find("canary", null).ShouldBeNull();
    }

    [Fact]
    public async Task Find_PackageAndLabelOfOneName_IsThePackage()
    {
        await ServeAsync(("other", await LoadAsync("fx", 1)));
        await LoadAsync("other", 3);

        _host.Loaded.Find("other", null)!.Id.ShouldBe(new ModelId("other", 3));
    }

    [Fact]
    public async Task TryRun_Loaded_RunsAndCountsNothingByItself()
    {
        await LoadAsync("fx", 7);
        var graph = _host.Loaded.Find("fx", null)!;
        var outputs = new float[graph.OutputWidth];

        graph.TryRun(Row, Pair.All[0], outputs).ShouldBeTrue();

        outputs[0].ShouldBe(NoOpModel.BqxOf(7));
        (graph.InputWidth, graph.OutputWidth, graph.NeedsPair).ShouldBe((3, 7, false));
        graph.Outputs.Select(output => (output.Schema.Name, output.Offset, output.Width)).ShouldBe(
            [("bqx", 0, 1), ("log_rv", 1, 1), ("regime", 2, 5)]);
        graph.Counters.Read().ShouldBe(default);
    }

    [Fact]
    public async Task UnloadAsync_Waiting_IsGoneAndFreedWithItsLastReader()
    {
        await LoadAsync("fx", 1);
        var graph = _host.Loaded.Find("fx", null)!;
        using var inside = new SemaphoreSlim(0);
        using var leave = new SemaphoreSlim(0);
        _plugin.Models[0].OnPredict = () =>
        {
            inside.Release();
            leave.Wait();
        };
        var reader = Task.Run(() => graph.TryRun(Row, Pair.All[0], new float[7]));
        await inside.WaitAsync();

        await _host.UnloadAsync(graph.Id, default);

        _host.Loaded.Find("fx", null).ShouldBeNull();
        _plugin.Models[0].Disposed.ShouldBe(0);
        leave.Release();
        (await reader).ShouldBeTrue();
        _plugin.Models[0].Disposed.ShouldBe(1);
        graph.TryRun(Row, Pair.All[0], new float[7]).ShouldBeFalse();
    }

    [Fact]
    public async Task UnloadAsync_Serving_IsRefusedByItsLabel()
    {
        await ServeAsync(("production", await LoadAsync("fx", 1)));

        var refused = await Should.ThrowAsync<FaultException>(() => _host.UnloadAsync(new ModelId("fx", 1), default));

        (refused.Fault, refused.Message).ShouldBe((Fault.ModelFailed, "fx@1 serves as 'production': move the label first."));
        _host.Loaded.Find("fx", 1).ShouldNotBeNull();
    }

    [Fact]
    public async Task UnloadAsync_NotLoaded_IsUnknown() =>
        (await Should.ThrowAsync<FaultException>(() => _host.UnloadAsync(new ModelId("fx", 1), default))).Fault.ShouldBe(Fault.UnknownModel);

    [Fact]
    public async Task Loaded_TooManyWait_LosesTheOldestBeforeItIsFreed()
    {
        var lost = new List<bool>();
        _host.StateChanged += (_, change) =>
        {
            if (change.Status.State == ModelState.Draining)
            {
                lost.Add(_host.Loaded.Find("fx", change.Status.Id.Version) is null);
            }
        };
        for (var version = 1; version <= ModelHost.MaxCandidates + 1; version++)
        {
            await LoadAsync("fx", version);
        }

        lost.ShouldBe([true]);
        _host.Loaded.All.Select(graph => graph.Id.Version).ShouldBe(Enumerable.Range(2, ModelHost.MaxCandidates));
    }

    [Fact]
    public void Counters_RequestsAndFailures_AddUp()
    {
        var counters = new GraphCounters();
        var at = new DateTimeOffset(2017, 6, 1, 0, 0, 0, TimeSpan.Zero);

        counters.Succeeded(3, TimeSpan.FromTicks(10), TimeSpan.FromTicks(100), at);
        counters.Succeeded(1, TimeSpan.FromTicks(1), TimeSpan.FromTicks(2), at.AddSeconds(1));
        counters.Failed(TimeSpan.FromTicks(7));

        counters.Read().ShouldBe(new GraphUsage(
            4, 2, 1, TimeSpan.FromTicks(11), TimeSpan.FromTicks(102), TimeSpan.FromTicks(7), at.AddSeconds(1)));
    }

    private Task<LoadedModel> LoadAsync(string name, int version)
    {
        var id = new ModelId(name, version);
        _repository.Packages[id] = NoOpPackage.Create(id, TestPackage.Schema);
        return _host.LoadAsync(id, default);
    }

    private Task ServeAsync(params (string Label, LoadedModel Model)[] models) =>
        _host.ServeAsync(models.ToDictionary(entry => entry.Label, entry => entry.Model), default);
}
