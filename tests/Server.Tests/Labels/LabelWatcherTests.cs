using Bqx.Core;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Labels;

public sealed class LabelWatcherTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FixedRepository _repository = [];
    private readonly PipelineRig _rig;

    public LabelWatcherTests()
    {
        _rig = new PipelineRig(_time, _repository);
        for (var version = 1; version <= 3; version++)
        {
            Publish(version);
        }

        _rig.Start();
        _rig.Watch();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Promote_GoodModel_ServesItWhenItReturns()
    {
        var label = await PromoteAsync(1);

        label.ShouldBe(new ModelLabel("production", Id(1), null, null, null, label.Revision));
        _rig.Board.Current.Find("").Model.ShouldBe(Id(1));
        _rig.Readiness.Missing.ShouldBe("History is being read.");
    }

    [Fact]
    public async Task Promote_Second_KeepsTheFirstForRollback()
    {
        await PromoteAsync(1);
        (await PromoteAsync(2)).Previous.ShouldBe(Id(1));
        _rig.Board.Current.Find("").Model.ShouldBe(Id(2));

        var back = await _rig.Promoter.RollbackAsync("production", default);

        (back.Current, back.Previous).ShouldBe((Id(1), Id(2)));
        _rig.Board.Current.Find("").Model.ShouldBe(Id(1));
        _rig.Host.Current.ByLabel.Keys.ShouldBe(["production"]);
    }

    [Fact]
    public async Task Promote_SpoiledPackage_IsRefusedWithTheReasonAndTheOldOneServes()
    {
        await PromoteAsync(1);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(_repository[Id(2)]);
        var probe = files["probe.bin"].ToArray();
        probe[17] ^= 4;
        files["probe.bin"] = probe;
        _repository[Id(2)] = files;
        var before = _rig.Board.Current;

        var refused = await Should.ThrowAsync<FaultException>(() => PromoteAsync(2));

        refused.Message.ShouldBe("probe.bin does not have the SHA-256 in the manifest.");
        _rig.Board.Current.ShouldBeSameAs(before);
        _rig.LabelBoard.Current.Find("production")!.Reason.ShouldBe(refused.Message);
        _rig.Host.Statuses.Single(status => status.Id == Id(2)).State.ShouldBe(ModelState.Failed);
    }

    [Fact]
    public async Task Promote_UnknownModel_IsRefused() =>
        (await Should.ThrowAsync<FaultException>(() => PromoteAsync(9))).Message.ShouldBe("There is no package fx@9.");

    [Fact]
    public async Task Promote_ModelOfOnePair_IsRefused()
    {
        _repository[Id(2)] = TestModels.Package(
            Id(2), TestModels.Output(0), m => m with { Pair = "EURUSD" }, Features.FeatureCatalogue.Schema);

        (await Should.ThrowAsync<FaultException>(() => PromoteAsync(2)))
            .Message.ShouldBe("fx@2 is for EURUSD alone: a model for all pairs ('*') is needed.");
    }

    [Fact]
    public async Task Promote_WhatIsThereAlready_ReturnsAtOnce()
    {
        var first = await PromoteAsync(1);

        (await PromoteAsync(1)).ShouldBe(first);
    }

    [Fact]
    public async Task Promote_OtherReplicaNeverReady_TimesOutWithTheReason()
    {
        await PromoteAsync(1);
        await _rig.Labels.HeartbeatAsync("other", default);
        var promoting = PromoteAsync(2);

        while (!promoting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            await Task.Yield();
        }

        (await Should.ThrowAsync<FaultException>(() => promoting))
            .Message.ShouldBe("Not all replicas had fx@2 ready within 60 s.");
        _rig.Board.Current.Find("").Model.ShouldBe(Id(1));
    }

    [Fact]
    public async Task Promote_TwoLabels_ServeSideBySide()
    {
        await PromoteAsync(1);
        await _rig.Promoter.PromoteAsync("trial", Id(2), default);

        _rig.Board.Current.Find("production").Model.ShouldBe(Id(1));
        _rig.Board.Current.Find("trial").Model.ShouldBe(Id(2));
    }

    [Fact]
    public async Task Promote_Many_FreesEveryModelThatNoLabelIsOn()
    {
        for (var round = 0; round < 30; round++)
        {
            await PromoteAsync(1 + (round % 3));
        }

        _rig.Host.Current.Models.Single().Id.ShouldBe(Id(3));
        _rig.Host.Statuses.Count(status => status.State == ModelState.Ready).ShouldBe(1);
    }

    [Fact]
    public async Task Rollback_WithoutHistory_SaysSo() =>
        (await Should.ThrowAsync<FaultException>(() => _rig.Promoter.RollbackAsync("production", default)))
            .Message.ShouldBe("'production' has not been on another version: nothing to go back to.");

    private static ModelId Id(int version) => new("fx", version);

    private Task<ModelLabel> PromoteAsync(int version) => _rig.Promoter.PromoteAsync("production", Id(version), default);

    private void Publish(int version) => _repository[Id(version)] =
        TestModels.Package(Id(version), TestModels.Output(version * 0.001f), null, Features.FeatureCatalogue.Schema);
}
