using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;
using Bqx.Server.Tests.Doubles;
using Bqx.Server.Vectors;

namespace Bqx.Server.Tests.Vectors;

public sealed class VectorQueueTests : IAsyncLifetime
{
    private static readonly FeatureSchema Schema = new([("a", 1), ("sigma", 1)]);
    private static readonly Pair Eurusd = Pair.Parse("EURUSD");

    private readonly EchoPlugin _plugin = new();
    private ModelHost _host = null!;
    private VectorQueue _queue = null!;

    public async ValueTask InitializeAsync()
    {
        var id = new ModelId("echo", 1);
        var repository = new FixedRepository { [id] = NoOpPackage.Create(id, Schema) };
        _host = new ModelHost(repository, Schema, new PackageLimits(), [_plugin]);
        _queue = new VectorQueue(await _host.LoadAsync(id, default), TestMeters.Prediction());
        _plugin.Batches.Clear();
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task RunAsync_Alone_IsRunAtOnceByTheCaller()
    {
        var job = Job(5);

        var caller = Environment.CurrentManagedThreadId;
        var running = _queue.RunAsync(job);

        running.IsCompletedSuccessfully.ShouldBeTrue();
        (await running).ShouldBeTrue();
        job.Output.Bqx.ShouldBe(5);
        _plugin.Threads.ShouldContain(caller);
    }

    [Fact]
    public async Task RunAsync_WhileTheModelRuns_WaitsAndComesInBatchesOf28()
    {
        var first = await EnterAsync(Job(1));
        var waiting = Enumerable.Range(2, 30).Select(number => Job(number)).ToList();
        var running = waiting.Select(_queue.RunAsync).ToList();
        running.ShouldAllBe(task => !task.IsCompleted);

        _plugin.Leave.Release(3);

        (await first).ShouldBeTrue();
        (await Task.WhenAll(running)).ShouldAllBe(ran => ran);
        waiting.Select(job => job.Output.Bqx).ShouldBe(Enumerable.Range(2, 30).Select(number => (float)number));
        _plugin.Batches.ShouldBe([1, 28, 2]);
    }

    [Fact]
    public async Task RunAsync_AfterAQueue_IsAloneAgain()
    {
        var first = await EnterAsync(Job(1));
        var second = _queue.RunAsync(Job(2));
        _plugin.Leave.Release(2);
        await first;
        await second;
        _plugin.Gated = false;

        // The thread of the pool that ran the batch may not have looked at the queue again: then this row is the next batch.
        (await _queue.RunAsync(Job(3))).ShouldBeTrue();

        _plugin.Batches.ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task RunAsync_CallerHasGone_IsNotRun()
    {
        var first = await EnterAsync(Job(1));
        var gone = Job(2);
        _ = _queue.RunAsync(gone);
        var stays = Job(3);
        var running = _queue.RunAsync(stays);
        gone.Abandon();

        _plugin.Leave.Release(2);

        await first;
        await running;
        stays.Output.Bqx.ShouldBe(3);
        gone.Done.IsCompleted.ShouldBeFalse();
        _plugin.Batches.ShouldBe([1, 1]);
    }

    [Fact]
    public async Task RunAsync_TooManyWait_IsRefused()
    {
        var first = await EnterAsync(Job(1));
        var running = Enumerable.Range(0, VectorQueue.MaxWaiting).Select(number => _queue.RunAsync(Job(number))).ToList();

        var refused = Should.Throw<FaultException>(() => _queue.RunAsync(Job(0)));

        (refused.Fault, refused.Message).ShouldBe((Fault.Overloaded, "256 vectors wait for echo@1: send fewer at a time."));
        _plugin.Leave.Release(1 + ((VectorQueue.MaxWaiting + 27) / 28));
        await first;
        await Task.WhenAll(running);
    }

    [Fact]
    public async Task RunAsync_ModelFails_TellsEveryRowOfTheBatchAndGoesOn()
    {
        var first = await EnterAsync(Job(1));
        var running = new[] { _queue.RunAsync(Job(2)), _queue.RunAsync(Job(3)) };
        _plugin.Error = new FaultException(Fault.ModelFailed, "no");
        _plugin.Leave.Release(2);

        (await Should.ThrowAsync<FaultException>(() => running[0])).Message.ShouldBe("no");
        (await Should.ThrowAsync<FaultException>(() => running[1])).Message.ShouldBe("no");
        await Should.ThrowAsync<FaultException>(() => first);
        (_plugin.Error, _plugin.Gated) = (null, false);
        (await _queue.RunAsync(Job(4))).ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_ModelHasBeenFreed_SaysSo()
    {
        await _host.UnloadAsync(new ModelId("echo", 1), default);

        (await _queue.RunAsync(Job(1))).ShouldBeFalse();
    }

    private static VectorJob Job(float first) => new(Eurusd, new[] { first, 0.5f });

    // Starts a row on another thread and returns once the model is inside it.
    private async Task<Task<bool>> EnterAsync(VectorJob job)
    {
        _plugin.Gated = true;
        var running = Task.Run(() => _queue.RunAsync(job));
        await _plugin.Inside.WaitAsync();
        return running;
    }

    /// <summary>Says of a row its first number, and can be held inside.</summary>
    private sealed class EchoPlugin : IModelPlugin
    {
        private readonly Lock _lock = new();

        public string Kind => NoOpPlugin.KindName;

        public volatile bool Gated;

        public SemaphoreSlim Inside { get; } = new(0);

        public SemaphoreSlim Leave { get; } = new(0);

        public List<int> Batches { get; } = [];

        public List<int> Threads { get; } = [];

        public FaultException? Error { get; set; }

        public IModel Load(ModelPackage package) => new Model(this, package.Manifest.Version);

        private sealed class Model(EchoPlugin plugin, int version) : IModel
        {
            private bool _warm;

            public void Predict(ReadOnlyMemory<float> rows, Span<float> outputs)
            {
                if (!_warm)
                {
                    _warm = true;
                    new NoOpModel(version).Predict(rows, outputs);
                    return;
                }

                lock (plugin._lock)
                {
                    plugin.Batches.Add(rows.Length / Schema.Count);
                    plugin.Threads.Add(Environment.CurrentManagedThreadId);
                }

                if (plugin.Gated)
                {
                    plugin.Inside.Release();
                    plugin.Leave.Wait();
                }

                if (plugin.Error is { } error)
                {
                    throw error;
                }

                for (var row = 0; row < rows.Length / Schema.Count; row++)
                {
                    outputs[row * ModelOutput.Count] = rows.Span[row * Schema.Count];
                }
            }

            public void Dispose()
            {
            }
        }
    }
}
