using Bqx.Core;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Guard;

/// <summary>fx@1 serves and fx@2 is promoted; then it misbehaves.</summary>
public sealed class PromotionGuardTests : IAsyncDisposable
{
    private static readonly IReadOnlyList<MinuteBars> Live = TestBars.Live(40);

    private readonly FakeTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly MetricSums _sums;
    private readonly PipelineRig _rig;
    private int _sent;

    public PromotionGuardTests()
    {
        _sums = new MetricSums(_meters);
        var repository = new FixedRepository();
        for (var version = 1; version <= 2; version++)
        {
            // fx@1 says about what comes, fx@2 anything else.
            var output = TestModels.Output(version == 1 ? 0 : 0.5f);
            repository.Add(Id(version), TestModels.Package(
                Id(version), output, m => m with { Target = "bqx60_h15" }, Features.FeatureCatalogue.Schema));
        }

        _rig = new PipelineRig(
            _time, repository, guard: new GuardOptions { Window = TimeSpan.FromMinutes(1), SkillMinutes = 3 }, meters: _meters);
        _rig.Start();
        _rig.StartBeside();
        _rig.Watch();
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _sums.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Bars_ModelFailsTwice_MovesTheLabelBackAndWritesWhy()
    {
        await PromoteAsync();
        OnBarOf(2, _ => throw new FaultException(Fault.ModelFailed, "boom"));

        await SendAsync(2);

        var entry = await _rig.Promotions.NextAsync();
        entry.ShouldBe(new PromotionEntry(
            "production", Id(1), Id(2), "Rolled back by itself: it failed on 2 of 2 bars, more than 1.0 %: boom", null, null));
        _rig.Board.Current.Find("").Model.ShouldBe(Id(1));
        _rig.LabelBoard.Current.Find("production")!.Current.ShouldBe(Id(1));
        _sums["bqx.swap", "rolled_back"].ShouldBe(1);
    }

    [Fact]
    public async Task Bar_ModelFailsOnce_IsLetPass()
    {
        await PromoteAsync();
        var failures = 0;
        OnBarOf(2, _ =>
        {
            if (failures++ == 0)
            {
                throw new FaultException(Fault.ModelFailed, "boom");
            }
        });

        await SendAsync(3);

        await ShouldStayAsync();
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public async Task Bar_ValueNotFinite_MovesTheLabelBackAtOnce(float value, string shown)
    {
        await PromoteAsync();
        OnBarOf(2, outputs => outputs[ModelOutput.Count] = value);

        await SendAsync(1);

        (await _rig.Promotions.NextAsync()).Judgement.ShouldBe(
            $"Rolled back by itself: it gave a value that is not finite: The model gives {shown} for {Pair.All[1]}: finite values are needed.");
        _rig.Board.Current.Find("").Model.ShouldBe(Id(1));
    }

    [Fact]
    public async Task Bars_ThreeSlow_MoveTheLabelBack()
    {
        await PromoteAsync();
        OnBarOf(2, _ => _time.Advance(TimeSpan.FromMilliseconds(51)));

        await SendAsync(3);

        (await _rig.Promotions.NextAsync()).Judgement.ShouldBe(
            "Rolled back by itself: the 99th percentile of its inference exceeds 50 ms: 3 of 3 bars took longer.");
    }

    [Fact]
    public async Task Bars_AsSlowAsAllowed_AreLetPass()
    {
        await PromoteAsync();
        OnBarOf(2, _ => _time.Advance(TimeSpan.FromMilliseconds(50)));

        await SendAsync(6);

        await ShouldStayAsync();
    }

    [Fact]
    public async Task Bars_ForecastsWorseThanBefore_MoveTheLabelBack()
    {
        await PromoteAsync();
        using var compared = new SemaphoreSlim(0);
        OnBarOf(1, _ => compared.Release());

        // Forecasts have outcomes 15 minutes later, and three are needed.
        for (var bar = 0; bar < 15 + 3; bar++)
        {
            await SendAsync(1);
            await compared.WaitAsync(TestContext.Current.CancellationToken);
        }

        var entry = await _rig.Promotions.NextAsync();
        entry.Judgement.ShouldStartWith("Rolled back by itself: its mean squared error is ");
        entry.Judgement.ShouldContain(" over 3 minutes, that of the model before ");
        _rig.Board.Current.Find("").Model.ShouldBe(Id(1));
    }

    [Fact]
    public async Task Bars_ModelBeforeServesElsewhere_IsNotRunBeside()
    {
        await _rig.Promoter.PromoteAsync("baseline", Id(1), default);
        await PromoteAsync();
        var runs = 0;
        OnBarOf(1, _ => runs++);

        await SendAsync(3);

        runs.ShouldBe(3);
        _sums["bqx.shadow.bars"].ShouldBe(0);
    }

    [Fact]
    public async Task Promote_ModelFailsOnThePresentFeatures_MovesTheLabelBack()
    {
        await _rig.Promoter.PromoteAsync("production", Id(1), default);
        OnBarOf(2, _ => throw new FaultException(Fault.ModelFailed, "boom"));

        await _rig.Promoter.PromoteAsync("production", Id(2), default);

        (await _rig.Promotions.NextAsync()).Judgement.ShouldBe("Rolled back by itself: it failed on the present features: boom");
        _rig.Board.Current.Find("").Model.ShouldBe(Id(1));
        _rig.LabelBoard.Current.Find("production")!.Current.ShouldBe(Id(1));
    }

    [Fact]
    public async Task Bars_AfterTheWindow_AreNotWatched()
    {
        var before = await PromoteAsync();
        before.IsFreed.ShouldBeFalse();
        while (!before.IsFreed)
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            await Task.Yield();
        }

        OnBarOf(2, _ => throw new FaultException(Fault.ModelFailed, "boom"));
        await SendAsync(4);

        await ShouldStayAsync();
    }

    [Fact]
    public async Task Bars_OfWhatTheLabelWentBackTo_AreNotWatched()
    {
        await PromoteAsync();
        OnBarOf(2, _ => throw new FaultException(Fault.ModelFailed, "boom"));
        await SendAsync(2);
        await _rig.Promotions.NextAsync();

        OnBarOf(1, _ => throw new FaultException(Fault.ModelFailed, "boom"));
        await SendAsync(5);

        await ShouldStayAsync(version: 1);
    }

    [Fact]
    public async Task TryMoveBack_LabelIsElsewhereByNow_LeavesIt()
    {
        await PromoteAsync();

        (await _rig.Promoter.TryMoveBackAsync("production", Id(1), Id(2), default)).ShouldBeFalse();
        (await _rig.Promoter.TryMoveBackAsync("nothing", Id(2), Id(1), default)).ShouldBeFalse();
        _rig.LabelBoard.Current.Find("production")!.Current.ShouldBe(Id(2));
    }

    private static ModelId Id(int version) => new("fx", version);

    private async Task<Bqx.Plugins.Hosting.LoadedModel> PromoteAsync()
    {
        await _rig.Promoter.PromoteAsync("production", Id(1), default);
        var before = _rig.Host.Current.ByLabel["production"];
        await _rig.Promoter.PromoteAsync("production", Id(2), default);
        return before;
    }

    private void OnBarOf(int version, Action<float[]> act) => _rig.Plugin.OnBar = (id, outputs) =>
    {
        if (id == Id(version))
        {
            act(outputs);
        }
    };

    // A minute closes with the bar of its last pair.
    private async Task SendAsync(int bars)
    {
        foreach (var minute in Live.Skip(_sent).Take(bars))
        {
            await _rig.SendAsync(minute.Bars.ToArray());
        }

        _sent += bars;
    }

    // A breach is told before the bar is committed; a label that moved back would have been asked for by then.
    private async Task ShouldStayAsync(int version = 2)
    {
        await _rig.SendAsync(Live[_sent++].Bars.ToArray());
        (await _rig.Labels.ReadAsync(default)).Single().ShouldSatisfyAllConditions(
            label => label.Current.ShouldBe(Id(version)), label => label.Requested.ShouldBeNull());
        _rig.Promotions.Waiting.ShouldBe(0);
    }
}
