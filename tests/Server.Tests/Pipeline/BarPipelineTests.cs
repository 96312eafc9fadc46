using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;
using Bqx.Server.InMemory;
using Bqx.Server.Predictions;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Pipeline;

public sealed class BarPipelineTests : IAsyncDisposable
{
    private static readonly IReadOnlyList<MinuteBars> Live = TestBars.Live(5);
    private readonly FakeTimeProvider _time = new();
    private readonly PipelineRig _rig;

    public BarPipelineTests()
    {
        _rig = new PipelineRig(_time);
        _rig.Start();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Minute_Complete_IsPredictedForAllPairsWhenAcknowledged()
    {
        await _rig.ServeAsync(3);

        await _rig.SendAsync(Live[0].Bars.ToArray());

        var production = _rig.Board.Current.Find("production");
        production.Model.ShouldBe(new ModelId("noop", 3));
        foreach (var bar in Live[0].Bars.ToArray())
        {
            var prediction = production[bar.Pair]!.Value;
            prediction.Close.ShouldBe(Live[0].Close);
            prediction.Price.ShouldBe(bar.ClosePrice);
            prediction.Bqx.ShouldBe(NoOpModel.BqxOf(3));
            prediction.Flags.ShouldBe(PredictionFlags.None);
        }
    }

    [Fact]
    public async Task Minute_StoreHangs_IsPublishedWithoutWaitingForIt()
    {
        await _rig.ServeAsync(1);
        _rig.Bars.HoldWrites = new SemaphoreSlim(0);
        var before = _rig.Board.Current;

        var sent = _rig.SendAsync(Live[0].Bars.ToArray());
        await before.Superseded;

        _rig.Board.Current.Frame!.Close.ShouldBe(Live[0].Close);
        sent.IsCompleted.ShouldBeFalse();
        _rig.Bars.HoldWrites.Release();
        await sent;
    }

    [Fact]
    public async Task Minute_PairMissing_IsClosedByTheDeadlineAndFlagged()
    {
        await _rig.ServeAsync(1);
        var before = _rig.Board.Current;
        var armed = _time.WhenTimersAsync(1);
        await _rig.SendAsync(Live[0].Bars.ToArray()[1..]);
        await armed;
        _rig.Board.Current.ShouldBeSameAs(before);

        _time.Advance(_rig.Options.Value.MinuteDeadline);
        await before.Superseded;

        var production = _rig.Board.Current.Find("");
        production[Pair.All[0]]!.Value.Flags.ShouldBe(PredictionFlags.Filled);
        production[Pair.All[1]]!.Value.Flags.ShouldBe(PredictionFlags.None);
        _rig.Board.Current.Frame!.Close.ShouldBe(Live[0].Close);
    }

    [Fact]
    public async Task Minute_NextOneBegins_ClosesTheOneBefore()
    {
        await _rig.ServeAsync(1);

        await _rig.SendAsync(Live[0].Bars.ToArray()[..5]);
        await _rig.SendAsync(Live[1].Bars.ToArray()[..1]);

        _rig.Board.Current.Frame!.Close.ShouldBe(Live[0].Close);
    }

    [Fact]
    public async Task Bars_SentAgain_ChangeNothingAndAreCommittedUnflagged()
    {
        await _rig.ServeAsync(1);
        await _rig.SendAsync(Live[0].Bars.ToArray());
        var before = _rig.Board.Current;

        await _rig.SendAsync(Live[0].Bars.ToArray());

        _rig.Board.Current.ShouldBeSameAs(before);
        _rig.Bars.Written.ShouldAllBe(bar => bar.Flags == BarFlags.None);
        _rig.Bars.Written.Count.ShouldBe(2 * Pair.Count);
    }

    [Fact]
    public async Task Bar_Late_RepairsTheFeaturesAndIsStoredAsLate()
    {
        await _rig.ServeAsync(1);
        await _rig.SendAsync(Live[0].Bars.ToArray()[1..]);
        await _rig.SendAsync(Live[1].Bars.ToArray());

        await _rig.SendAsync(Live[0].Bars.ToArray()[0]);

        _rig.Bars.Written[^1].Flags.ShouldBe(BarFlags.Late);
        var snapshot = _rig.Board.Current;
        snapshot.Find("")[Pair.All[0]]!.Value.Flags.ShouldBe(PredictionFlags.Repaired);
        snapshot.Frame!.Close.ShouldBe(Live[1].Close);
        await using var whole = new PipelineRig(_time);
        whole.Start();
        await whole.SendAsync(Live[0].Bars.ToArray());
        await whole.SendAsync(Live[1].Bars.ToArray());
        snapshot.Frame.Values.ToArray().ShouldBe(whole.Board.Current.Frame!.Values.ToArray());
    }

    [Fact]
    public async Task Bar_Corrected_IsStoredAsSuch()
    {
        await _rig.ServeAsync(1);
        await _rig.SendAsync(Live[0].Bars.ToArray());
        var bar = Live[0].Bars.Span[4];

        await _rig.SendAsync(bar with { CloseTicks = bar.CloseTicks + 1, HighTicks = bar.HighTicks + 1 });

        _rig.Bars.Written[^1].Flags.ShouldBe(BarFlags.Late | BarFlags.Corrected);
        _rig.Board.Current.Find("")[bar.Pair]!.Value.Price.ShouldBe((bar.CloseTicks + 1.0) / bar.Pair.TicksPerUnit);
    }

    [Fact]
    public async Task Swap_PredictsFromTheLastFeaturesInTheSameWrite()
    {
        await _rig.ServeAsync(1);
        await _rig.SendAsync(Live[0].Bars.ToArray());
        var before = _rig.Board.Current;

        await _rig.ServeAsync(2);

        var after = _rig.Board.Current;
        after.Sequence.ShouldBe(before.Sequence + 1);
        after.Frame.ShouldBeSameAs(before.Frame);
        after.Find("production").Values.ShouldAllBe(p => p.Bqx == NoOpModel.BqxOf(2) && p.Flags == PredictionFlags.Repaired);
        before.Find("production").Values.ShouldAllBe(p => p.Bqx == NoOpModel.BqxOf(1));
    }

    [Fact]
    public async Task Swap_ModelFails_LeavesWhatServes()
    {
        await _rig.ServeAsync(1);
        var before = _rig.Board.Current;
        var id = new ModelId("noop", 9);
        LoadedModel freed;
        using (var other = new ModelHost(
            new NoOpRepository(), Features.FeatureCatalogue.Schema, new PackageLimits(), [new NoOpPlugin()]))
        {
            freed = await other.LoadAsync(id, default);
        }

        var refused = await Should.ThrowAsync<FaultException>(() => _rig.Pipeline.SwapAsync(
            new Dictionary<string, LoadedModel> { ["production"] = freed }, default));

        refused.Fault.ShouldBe(Fault.ModelFailed);
        _rig.Board.Current.ShouldBeSameAs(before);
        await _rig.SendAsync(Live[0].Bars.ToArray());
        _rig.Board.Current.Find("").Model.ShouldBe(new ModelId("noop", 1));
    }

    [Fact]
    public async Task Swap_TwoLabelsOnOneModel_PredictOnce()
    {
        var model = await _rig.Host.LoadAsync(new ModelId("noop", 1), default);
        await _rig.Pipeline.SwapAsync(
            new Dictionary<string, LoadedModel> { ["production"] = model, ["mine"] = model }, default);

        var snapshot = _rig.Board.Current;
        snapshot.Find("mine").ShouldBeSameAs(snapshot.Find("production"));
        snapshot.Find("noop@1").ShouldBeSameAs(snapshot.Find("production"));
        Should.Throw<FaultException>(() => snapshot.Find("noop@2"))
            .Message.ShouldBe("No model is served as 'noop@2'; served: mine, noop@1, production.");
    }

    [Fact]
    public async Task Latest_IsTheNewestBarOfEachPair()
    {
        await _rig.SendAsync(Live[1].Bars.ToArray());
        await _rig.SendAsync(Live[0].Bars.ToArray());

        _rig.Latest.Get(Pair.All[3]).ShouldBe(Live[1].Bars.Span[3]);
    }
}
