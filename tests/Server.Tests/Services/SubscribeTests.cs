using Bqx.Core;
using Bqx.Server.Tests.Doubles;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.Server.Tests.Services;

public sealed class SubscribeTests : IAsyncDisposable
{
    private readonly PipelineRig _rig = new();
    private readonly CancellationTokenSource _stop = new();

    public SubscribeTests() => _rig.Start();

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Subscribe_Begins_WithTheCurrentSnapshot()
    {
        await _rig.ServeAsync(1);
        var sink = new GatedSink();
        var call = SubscribeAsync(new SubscribeRequest { Pairs = { "usdjpy", "EURUSD" } }, sink);

        var first = await sink.TakeAsync();

        first.Sequence.ShouldBe((ulong)_rig.Board.Current.Sequence);
        first.Conflated.ShouldBe(0ul);
        first.Predictions.Select(one => one.Prediction.Pair).ShouldBe(["USDJPY", "EURUSD"]);
        await EndAsync(call);
    }

    [Fact]
    public async Task Subscribe_SlowReader_GetsTheLatestAndIsToldWhatItMissed()
    {
        await _rig.ServeAsync(1);
        var sink = new GatedSink();
        var call = SubscribeAsync(new SubscribeRequest(), sink);
        await sink.Writing;
        for (var version = 2; version <= 6; version++)
        {
            await _rig.ServeAsync(version);
        }

        var first = await sink.TakeAsync();
        var second = await sink.TakeAsync();

        first.Predictions[0].Prediction.Model.Version.ShouldBe(1);
        second.Predictions[0].Prediction.Model.Version.ShouldBe(6);
        second.Sequence.ShouldBe(first.Sequence + 5);
        second.Conflated.ShouldBe(4ul);
        await EndAsync(call);
    }

    [Fact]
    public async Task Subscribe_FastReader_MissesNothing()
    {
        await _rig.ServeAsync(1);
        var sink = new GatedSink();
        var call = SubscribeAsync(new SubscribeRequest(), sink);
        var before = await sink.TakeAsync();
        for (var version = 2; version <= 6; version++)
        {
            await _rig.ServeAsync(version);
            var next = await sink.TakeAsync();
            next.Sequence.ShouldBe(before.Sequence + 1);
            next.Conflated.ShouldBe(0ul);
            before = next;
        }

        await EndAsync(call);
    }

    [Fact]
    public async Task Subscribe_UnknownModel_IsNotFound()
    {
        await _rig.ServeAsync(1);

        var error = await Should.ThrowAsync<RpcException>(
            () => SubscribeAsync(new SubscribeRequest { Model = "mine" }, new GatedSink()));

        error.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    private Task SubscribeAsync(SubscribeRequest request, GatedSink sink) =>
        _rig.Service.Subscribe(request, sink, new TestCall(cancellationToken: _stop.Token));

    private async Task EndAsync(Task call)
    {
        await _stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    // A write completes when the test takes its message.
    private sealed class GatedSink : IServerStreamWriter<SubscribeReply>
    {
        private readonly SemaphoreSlim _written = new(0);
        private readonly SemaphoreSlim _taken = new(0);
        private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private SubscribeReply? _message;

        public WriteOptions? WriteOptions { get; set; }

        public Task Writing => _writing.Task;

        public async Task<SubscribeReply> TakeAsync()
        {
            await _written.WaitAsync();
            var message = _message!;
            _taken.Release();
            return message;
        }

        public Task WriteAsync(SubscribeReply message) => WriteAsync(message, default);

        public async Task WriteAsync(SubscribeReply message, CancellationToken cancellationToken)
        {
            _message = message;
            _writing.TrySetResult();
            _written.Release();
            await _taken.WaitAsync(cancellationToken);
        }
    }
}
