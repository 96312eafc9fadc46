using System.Threading.Channels;
using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Predictions;
using Bqx.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Pipeline;

/// <summary>
/// One thread of work from bars to published predictions:
/// <code>
///   1 batch ─► 2 minute complete? ─► 3 features ─► 4 models, one batch of 28 ─► 5 snapshot, one volatile write
///      │                                                                          └─► 6 side writes (cache, log): never waited for
///      └─► 7 committer ─► acknowledgement
/// </code>
/// Everything it owns is touched by that thread alone, so it needs no lock. Its queue is bounded: a fast sender waits.
/// </summary>
internal sealed partial class BarPipeline : IDisposable
{
    private const int QueueCapacity = 256;

    private readonly Channel<PipelineWork> _queue = Channel.CreateBounded<PipelineWork>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true });

    private readonly MinuteAssembler _assembler = new();
    private readonly FeatureTimeline _timeline;
    private readonly PredictionPublisher _publisher;
    private readonly BarCommitter _committer;
    private readonly LatestBars _latest;
    private readonly PipelineOutputs _outputs;
    private readonly IngestMetrics _ingest;
    private readonly PredictionMetrics _metrics;
    private readonly TimeSpan _deadline;
    private readonly ITimer _timer;
    private readonly ILogger _logger;
    private Minute? _timedMinute;

    // Written by the pipeline's thread, read by the timer's; 0 = none.
    private int _deadlineMinute;

    public BarPipeline(
        FeatureTimeline timeline,
        PredictionPublisher publisher,
        BarCommitter committer,
        LatestBars latest,
        PipelineOutputs outputs,
        IngestMetrics ingest,
        PredictionMetrics metrics,
        IOptions<ServerOptions> options,
        TimeProvider time,
        ILogger<BarPipeline> logger)
    {
        _timeline = timeline;
        _publisher = publisher;
        _committer = committer;
        _latest = latest;
        _outputs = outputs;
        _ingest = ingest;
        _metrics = metrics;
        _deadline = options.Value.MinuteDeadline;
        _logger = logger;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Queues bars; waits while the queue is full.</summary>
    public ValueTask EnqueueAsync(IngestBatch batch, CancellationToken cancellationToken) =>
        _queue.Writer.WriteAsync(new PipelineWork.Bars(batch), cancellationToken);

    /// <summary>Lets other models serve: predicts with them from the last features and publishes both at once.</summary>
    /// <exception cref="FaultException">They failed; what served before still does.</exception>
    public async Task SwapAsync(IReadOnlyDictionary<string, LoadedModel> byLabel, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(new PipelineWork.Swap(byLabel, done), cancellationToken);
        await done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Runs until it is cancelled. History must have been taken in before.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_timeline.Engine.Close is { } close)
        {
            _assembler.StartAfter(close);
            _publisher.Publish(FeatureFrame.Read(_timeline.Engine, close), PredictionFlags.None);
        }

        try
        {
            await foreach (var work in _queue.Reader.ReadAllAsync(cancellationToken))
            {
                Do(work);
            }
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var left))
            {
                Abandon(left);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Do(PipelineWork work)
    {
        switch (work)
        {
            case PipelineWork.Bars bars:
                Take(bars.Batch);
                break;
            case PipelineWork.Deadline deadline when _assembler.Open == deadline.Close:
                Complete(_assembler.Close(), _metrics.Now());
                break;
            case PipelineWork.Swap swap:
                Swap(swap);
                break;
        }
    }

    private void Take(IngestBatch batch)
    {
        List<Bar>? late = null;
        foreach (ref var bar in batch.Bars.AsSpan())
        {
            if (_assembler.Add(bar, out var completed) == BarArrival.Late)
            {
                Mark(ref bar, ref late);
            }

            Complete(completed, batch.DecodedAt);
        }

        _ingest.Taken(batch.Bars.Length);
        if (late is not null)
        {
            Repair(late);
        }

        _latest.Update(batch.Bars);
        ArmTimer();
        _committer.Enqueue(batch);
    }

    // A bar that comes again is the same bar: it keeps its flags and changes nothing.
    private void Mark(ref Bar bar, ref List<Bar>? late)
    {
        if (_timeline.Has(bar))
        {
            return;
        }

        var corrects = _timeline.HasOther(bar);
        bar = bar with { Flags = bar.Flags | BarFlags.Late | (corrects ? BarFlags.Corrected : BarFlags.None) };
        (late ??= []).Add(bar);
    }

    private void Complete(MinuteBars? completed, long decodedAt)
    {
        if (completed is not { } minute)
        {
            return;
        }

        var started = _metrics.Now();
        try
        {
            _timeline.Advance(minute);
        }
        catch (FaultException refused)
        {
            LogMinuteRefused(minute.Close, refused.Message);
            return;
        }

        var frame = FeatureFrame.Read(_timeline.Engine, minute.Close);
        _metrics.Stage("features", started);
        _publisher.Publish(frame, PredictionFlags.None);
        _metrics.Published(decodedAt);
        _outputs.Minute(frame, _publisher.Current, _timeline);
    }

    private void Repair(List<Bar> late)
    {
        _ingest.Late(late.Count);
        if (!_timeline.TryRepair(late))
        {
            LogTooLate(late.Count, late[0].Pair, late[0].Close);
            return;
        }

        _ingest.Repaired(late.Count);
        if (_timeline.Engine.Close is { } close)
        {
            var frame = FeatureFrame.Read(_timeline.Engine, close);
            _publisher.Publish(frame, PredictionFlags.Repaired);
            _outputs.Minute(frame, _publisher.Current, _timeline);
        }
    }

    private void Swap(PipelineWork.Swap swap)
    {
        try
        {
            _publisher.Swap(swap.ByLabel);
            _metrics.Swapped(succeeded: true);
            swap.Done.TrySetResult();
        }
        catch (FaultException refused)
        {
            _metrics.Swapped(succeeded: false);
            swap.Done.TrySetException(refused);
        }
    }

    private void ArmTimer()
    {
        if (_assembler.Open == _timedMinute)
        {
            return;
        }

        _timedMinute = _assembler.Open;
        _timer.Change(_timedMinute is null ? Timeout.InfiniteTimeSpan : _deadline, Timeout.InfiniteTimeSpan);
        Volatile.Write(ref _deadlineMinute, _timedMinute?.Value ?? 0);
    }

    // A full queue means that more bars wait: they complete the minute, or the timer comes again.
    private void OnTimer()
    {
        var minute = Volatile.Read(ref _deadlineMinute);
        if (minute != 0 && !_queue.Writer.TryWrite(new PipelineWork.Deadline(new Minute(minute))))
        {
            _timer.Change(_deadline, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Abandon(PipelineWork work)
    {
        var stopping = new FaultException(Fault.StorageUnavailable, "The server is stopping: send the bars again.");
        switch (work)
        {
            case PipelineWork.Bars bars:
                bars.Batch.Fail(stopping);
                break;
            case PipelineWork.Swap swap:
                swap.Done.TrySetCanceled();
                break;
        }
    }

    [LoggerMessage(2201, LogLevel.Error, "The minute {Close} was not taken in: {Reason}")]
    private partial void LogMinuteRefused(Minute close, string reason);

    [LoggerMessage(2202, LogLevel.Warning,
        "{Count} late bars, the first of {Pair} {Close}, lie too far back: they are stored, features take them in at the next start")]
    private partial void LogTooLate(int count, Pair pair, Minute close);
}
