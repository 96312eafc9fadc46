using Bqx.Core;
using Bqx.TestKit;
using Bqx.Trainer.Promotion;

namespace Bqx.Trainer.Tests.Promotion;

public sealed class PromoterTests
{
    private static readonly ModelId First = new("bqx", 1);
    private static readonly ModelId Second = new("bqx", 2);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly FakeLabelStore _labels = new();
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Promote_NoServerRuns_MovesAtOnce()
    {
        var result = await PromoteAsync(First);

        result.Waited.ShouldBeFalse();
        result.Label.Current.ShouldBe(First);
        _labels.Find("production")!.Current.ShouldBe(First);
    }

    [Fact]
    public async Task Promote_AlreadyThere_AsksForNothing()
    {
        await PromoteAsync(First);
        var revision = _labels.Find("production")!.Revision;

        (await PromoteAsync(First)).Waited.ShouldBeFalse();

        _labels.Find("production")!.Revision.ShouldBe(revision);
    }

    [Fact]
    public async Task Promote_ServersLoad_WaitsForTheFlip()
    {
        _labels.Waiting = true;
        var promotion = PromoteAsync(First);
        await _labels.Requested.Task;
        promotion.IsCompleted.ShouldBeFalse();

        _labels.Flip("production");

        var result = await promotion;
        result.Waited.ShouldBeTrue();
        result.Label.Current.ShouldBe(First);
    }

    [Fact]
    public async Task Promote_AServerRefuses_TellsItsReason()
    {
        _labels.Waiting = true;
        var promotion = PromoteAsync(First);
        await _labels.Requested.Task;

        await _labels.RejectAsync("production", First, "model.onnx does not have the SHA-256 in the manifest.", default);

        var error = await Should.ThrowAsync<FaultException>(promotion);
        error.Fault.ShouldBe(Fault.ModelFailed);
        error.Message.ShouldContain("SHA-256");
    }

    [Fact]
    public async Task Promote_AnotherRequestComes_SaysSo()
    {
        _labels.Waiting = true;
        var promotion = PromoteAsync(First);
        await _labels.Requested.Task;

        await _labels.RequestAsync("production", Second, default);

        (await Should.ThrowAsync<FaultException>(promotion)).Message.ShouldContain("Another request");
    }

    [Fact]
    public async Task Promote_NotReadyInTime_WithdrawsTheRequest()
    {
        await PromoteAsync(First);
        _labels.Waiting = true;
        var promotion = PromoteAsync(Second);

        _clock.Advance(Timeout);

        var error = await Should.ThrowAsync<FaultException>(promotion);
        error.Fault.ShouldBe(Fault.DeadlineExceeded);
        error.Message.ShouldBe("Not all servers had bqx@2 ready within 30 s. 'production' stays on bqx@1.");
        _labels.Find("production").ShouldSatisfyAllConditions(
            label => label!.Current.ShouldBe(First),
            label => label!.Requested.ShouldBeNull(),
            label => label!.Reason!.ShouldContain("30 s"));
    }

    [Fact]
    public async Task Promote_LastServerDiesWhileLoading_MovesInTheEnd()
    {
        _labels.Waiting = true;
        var promotion = PromoteAsync(First);
        _labels.Waiting = false;

        _clock.Advance(Timeout);

        (await promotion).Label.Current.ShouldBe(First);
    }

    [Fact]
    public async Task Promote_Cancelled_StopsWaiting()
    {
        _labels.Waiting = true;
        using var source = new CancellationTokenSource();
        var promotion = new Promoter(_labels, _clock).PromoteAsync("production", First, Timeout, source.Token);
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(promotion);
    }

    [Fact]
    public async Task Rollback_AfterTwoPromotions_ReturnsToTheFirst()
    {
        await PromoteAsync(First);
        await PromoteAsync(Second);

        var result = await new Promoter(_labels, _clock).RollbackAsync("production", Timeout, TestContext.Current.CancellationToken);

        result.Label.Current.ShouldBe(First);
        result.Label.Previous.ShouldBe(Second);
    }

    [Fact]
    public async Task Rollback_NothingBefore_IsRefused()
    {
        await PromoteAsync(First);
        var error = await Should.ThrowAsync<FaultException>(
            () => new Promoter(_labels, _clock).RollbackAsync("production", Timeout, TestContext.Current.CancellationToken));
        error.Fault.ShouldBe(Fault.UnknownModel);
    }

    private Task<PromotionResult> PromoteAsync(ModelId id) =>
        new Promoter(_labels, _clock).PromoteAsync("production", id, Timeout, TestContext.Current.CancellationToken);
}
