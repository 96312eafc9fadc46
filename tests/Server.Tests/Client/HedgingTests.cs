using System.Collections.Concurrent;
using Bqx.Client;
using Bqx.TestKit;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.Server.Tests.Client;

/// <summary>Reads that are sent a second time, against a server that answers when a test lets it.</summary>
public sealed class HedgingTests : IAsyncLifetime
{
    private static readonly TimeSpan After = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly Slow _service = new();
    private PredictionHost<Slow> _host = null!;

    public async ValueTask InitializeAsync() => _host = await PredictionHost<Slow>.StartAsync(_service);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Predict_FirstIsSlow_TheSecondAnswersAndTheFirstIsCancelled()
    {
        using var client = Client(After);
        var reply = client.PredictAsync("EURUSD").AsTask();
        var first = await _service.NextAsync();
        await _time.WhenTimersAsync(1);

        _time.Advance(After);
        (await _service.NextAsync()).Answer(2);

        (await reply.WaitAsync(Patience)).Prediction.Bqx.ShouldBe(2);
        await first.Cancelled.WaitAsync(Patience);
    }

    [Fact]
    public async Task Predict_SecondFails_TheFirstStillAnswers()
    {
        using var client = Client(After);
        var reply = client.PredictAsync("EURUSD").AsTask();
        var first = await _service.NextAsync();
        await _time.WhenTimersAsync(1);

        _time.Advance(After);
        (await _service.NextAsync()).Fail(StatusCode.Internal);
        first.Answer(1);

        (await reply.WaitAsync(Patience)).Prediction.Bqx.ShouldBe(1);
    }

    [Fact]
    public async Task Predict_FirstIsRefusedAtOnce_IsNotSentAgain()
    {
        using var client = Client(After);
        var reply = client.PredictAsync("EURUSD").AsTask();
        (await _service.NextAsync()).Fail(StatusCode.NotFound);

        (await Should.ThrowAsync<RpcException>(() => reply)).StatusCode.ShouldBe(StatusCode.NotFound);
        _service.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Predict_ByDefault_IsSentOnce()
    {
        using var client = Client(null);
        var reply = client.PredictAsync("EURUSD").AsTask();
        var first = await _service.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(10));

        first.Answer(1);

        (await reply.WaitAsync(Patience)).Prediction.Bqx.ShouldBe(1);
        _service.Calls.ShouldBe(1);
    }

    // Ten tokens at first, and one in a hundred of a token for each read: the eleventh slow read finds 0.11.
    [Fact]
    public async Task Predict_BudgetSpent_IsSentOnceUntilThereIsAnotherToken()
    {
        using var client = Client(After, percent: 1);
        for (var i = 0; i < 10; i++)
        {
            await SlowReadAsync(client, hedged: true);
        }

        await SlowReadAsync(client, hedged: false);
        for (var i = 0; i < 89; i++)
        {
            var reply = client.PredictAsync("EURUSD").AsTask();
            (await _service.NextAsync()).Answer(1);
            await reply.WaitAsync(Patience);
        }

        await SlowReadAsync(client, hedged: true);
        _service.Calls.ShouldBe(10 + 10 + 1 + 89 + 2);
    }

    private async Task SlowReadAsync(BqxClient client, bool hedged)
    {
        var reply = client.PredictAsync("EURUSD").AsTask();
        var first = await _service.NextAsync();
        await _time.WhenTimersAsync(1);
        _time.Advance(After);
        (hedged ? await _service.NextAsync() : first).Answer(1);
        await reply.WaitAsync(Patience);
    }

    private BqxClient Client(TimeSpan? after, int percent = 5) => new(new BqxClientOptions
    {
        Address = _host.Address, Deadline = TimeSpan.FromMinutes(10), HedgeAfter = after, HedgePercent = percent, Time = _time,
    });

    /// <summary>Hands each call to the test.</summary>
    private sealed class Slow : Prediction.PredictionBase
    {
        private readonly BlockingCollection<Call> _calls = [];
        private readonly SemaphoreSlim _came = new(0);
        private int _count;

        public int Calls => Volatile.Read(ref _count);

        public async Task<Call> NextAsync()
        {
            (await _came.WaitAsync(Patience)).ShouldBeTrue();
            return _calls.Take();
        }

        public override Task<PredictReply> Predict(PredictRequest request, ServerCallContext context)
        {
            var call = new Call(context.CancellationToken);
            Interlocked.Increment(ref _count);
            _calls.Add(call);
            _came.Release();
            return call.Reply;
        }
    }

    /// <summary>A call that has come.</summary>
    private sealed class Call
    {
        private readonly TaskCompletionSource<PredictReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Call(CancellationToken cancellation) => cancellation.Register(() =>
        {
            _cancelled.TrySetResult();
            _reply.TrySetCanceled(cancellation);
        });

        public Task<PredictReply> Reply => _reply.Task;

        public Task Cancelled => _cancelled.Task;

        public void Answer(double bqx) => _reply.SetResult(new PredictReply { Prediction = new PairPrediction { Bqx = bqx } });

        public void Fail(StatusCode code) => _reply.SetException(new RpcException(new Status(code, "no")));
    }
}
