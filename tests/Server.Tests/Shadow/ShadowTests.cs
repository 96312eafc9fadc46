using Bqx.Core;
using Bqx.Server.Shadow;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;

namespace Bqx.Server.Tests.Shadow;

public sealed class ShadowTests : IAsyncDisposable
{
    private const float Served = -0.5f;
    private const float Shadowed = 0.75f;

    private readonly TestMeters _meters = new();
    private readonly MetricSums _sums;
    private readonly PipelineRig _rig;

    public ShadowTests()
    {
        _sums = new MetricSums(_meters);
        var repository = new FixedRepository();
        foreach (var (version, bqx) in new[] { (1, Served), (2, Shadowed) })
        {
            repository.Add(Id(version), TestModels.Package(Id(version), TestModels.Output(bqx), null, Features.FeatureCatalogue.Schema));
        }

        _rig = new PipelineRig(new FakeTimeProvider(), repository, meters: _meters);
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
    public async Task Bar_WithShadow_CountsItsDifferencesInUnitsOfTheInterval()
    {
        await PromoteAsync();
        var compared = WhenShadowRuns();

        await SendAsync(TestBars.Live(1));
        await compared;
        while (_sums["bqx.shadow.bars", "compared"] == 0)
        {
            await Task.Yield();
        }

        var expected = _rig.Board.Current.Find("").Values.Sum(one => 1.25 / ((one.BqxInterval.High - one.BqxInterval.Low) / 2));
        _sums["bqx.shadow.difference", "fx"].ShouldBe(expected, 1e-6 * expected);
        _sums["bqx.shadow.predictions", "fx"].ShouldBe(Pair.Count);

        // −0.5 · −0.0248 says BUY, 0.75 · −0.0248 SELL.
        _sums["bqx.shadow.disagreements", "fx"].ShouldBe(Pair.Count);
    }

    [Fact]
    public async Task Find_Shadow_IsNotServed()
    {
        await PromoteAsync();

        Should.Throw<FaultException>(() => _rig.Board.Current.Find("shadow")).Fault.ShouldBe(Fault.UnknownModel);
        Should.Throw<FaultException>(() => _rig.Board.Current.Find("fx@2")).Fault.ShouldBe(Fault.UnknownModel);
        _rig.Host.Current.ByLabel["shadow"].Id.ShouldBe(Id(2));
    }

    [Fact]
    public async Task Bars_ShadowStuck_AreDroppedForItAndServedAllTheSame()
    {
        const int Bars = 12;
        await PromoteAsync();
        using var leave = new SemaphoreSlim(0);
        var inside = WhenShadowRuns(() => leave.Wait(TestContext.Current.CancellationToken));
        var live = TestBars.Live(Bars + 1);
        await SendAsync(live.Take(1));
        await inside;

        await SendAsync(live.Skip(1));

        // The first bar is inside; so many wait; the rest is lost to the shadow, and to nobody else.
        _rig.Board.Current.Frame!.Close.ShouldBe(live[^1].Close);
        _sums["bqx.shadow.bars", "dropped"].ShouldBe(Bars + 1 - 1 - BesideRunner.Capacity);
        leave.Release(Bars);
    }

    [Fact]
    public async Task Bar_ShadowFails_IsCountedAndServingGoesOn()
    {
        await PromoteAsync();
        var live = TestBars.Live(1);
        var ran = WhenShadowRuns(() => throw new FaultException(Fault.ModelFailed, "boom"));

        await SendAsync(live);
        await ran;
        while (_sums["bqx.shadow.bars", "failed"] == 0)
        {
            await Task.Yield();
        }

        _rig.Board.Current.Find("").Model.ShouldBe(Id(1));
        _sums["bqx.shadow.predictions"].ShouldBe(0);
    }

    [Fact]
    public async Task Bar_ShadowOnWhatServes_ComputesNothingBeside()
    {
        await _rig.Promoter.PromoteAsync("production", Id(1), default);
        await _rig.Promoter.PromoteAsync("shadow", Id(1), default);

        await SendAsync(TestBars.Live(8));

        _sums["bqx.shadow.bars"].ShouldBe(0);
    }

    private static ModelId Id(int version) => new("fx", version);

    private async Task PromoteAsync()
    {
        await _rig.Promoter.PromoteAsync("production", Id(1), default);
        await _rig.Promoter.PromoteAsync("shadow", Id(2), default);
    }

    private Task WhenShadowRuns(Action? then = null)
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Plugin.OnBar = (id, _) =>
        {
            if (id == Id(2))
            {
                ran.TrySetResult();
                then?.Invoke();
            }
        };
        return ran.Task;
    }

    private async Task SendAsync(IEnumerable<MinuteBars> minutes)
    {
        foreach (var minute in minutes)
        {
            await _rig.SendAsync(minute.Bars.ToArray());
        }
    }
}
