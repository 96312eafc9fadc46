using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.History;
using Bqx.Server.Predictions;
using Bqx.Server.Quality;
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
    private readonly RecentBars _recent;
    private readonly QualityTracker _quality;
    private readonly PipelineOutputs _outputs;
    private readonly IngestMetrics _ingest;
    private readonly PredictionMetrics _metrics;
    private readonly TimeSpan _deadline;
    private readonly ITimer _timer;
    private readonly ILogger _logger;
    private readonly Channel<RepairRequest> _repairs = Channel.CreateUnbounded<RepairRequest>(new() { SingleReader = true });
    private Minute? _timedMinute;

    // Bars that came late while features are rebuilt; null while they are not.
    private List<Bar>? _lateInRebuild;

    // Written by the pipeline's thread, read by the timer's; 0 = none.
    private int _deadlineMinute;

    public BarPipeline(
        FeatureTimeline timeline,
        PredictionPublisher publisher,
        BarCommitter committer,
        LatestBars latest,
        RecentBars recent,
        QualityTracker quality,
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
        _recent = recent;
        _quality = quality;
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

    /// <summary>Bars that came so late that only a rebuild takes them in.</summary>
    public ChannelReader<RepairRequest> Repairs => _repairs.Reader;

    /// <summary>Takes in a minute that another server took in, later than all before; it is not stored.</summary>
    public ValueTask FollowAsync(MinuteBars minute, CancellationToken cancellationToken) =>
        _queue.Writer.WriteAsync(new PipelineWork.Follow(minute), cancellationToken);

    /// <summary>Says that a rebuild begins to read the store.</summary>
    public ValueTask BeginRebuildAsync(CancellationToken cancellationToken) =>
        _queue.Writer.WriteAsync(new PipelineWork.BeginRebuild(), cancellationToken);

    /// <summary>Puts rebuilt features in the place of the present ones; null = there are none. True when another rebuild is needed.</summary>
    public async Task<bool> EndRebuildAsync(FeatureTimeline? rebuilt, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(new PipelineWork.EndRebuild(rebuilt, done), cancellationToken);
        return await done.Task.WaitAsync(cancellationToken);
    }

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
                Complete(_assembler.Close(), _metrics.Now(), default);
                break;
            case PipelineWork.Follow follow:
                Follow(follow.Minute);
                break;
            case PipelineWork.BeginRebuild:
                _lateInRebuild = [];
                break;
            case PipelineWork.EndRebuild end:
                EndRebuild(end);
                break;
            case PipelineWork.Swap swap:
                Swap(swap);
                break;
        }
    }

    private void Follow(MinuteBars minute)
    {
        if (minute.Close <= _timeline.Engine.Close)
        {
            return;
        }

        _assembler.StartAfter(minute.Close);
        _latest.Update(minute.Bars.Span);
        try
        {
            _timeline.Advance(minute);
            var frame = FeatureFrame.Read(_timeline.Engine, minute.Close);
            _publisher.Publish(frame, PredictionFlags.None);
            _recent.Put(minute.Bars.Span);
            _quality.Add(frame);
        }
        catch (FaultException refused)
        {
            LogMinuteRefused(minute.Close, refused.Message);
        }
    }

    private void EndRebuild(PipelineWork.EndRebuild end)
    {
        var late = _lateInRebuild ?? [];
        _lateInRebuild = null;
        if (end.Rebuilt is not { } rebuilt)
        {
            end.Done.TrySetResult(false);
            return;
        }

        _recent.Put(CollectionsMarshal.AsSpan(late));
        _timeline.Adopt(rebuilt);
        var again = late.Count > 0 && !_timeline.TryRepair(late);
        if (_timeline.Engine.Close is { } close)
        {
            if (!(close <= _assembler.LastClosed))
            {
                _assembler.StartAfter(close);
            }

            Republish(close);
            if (!again)
            {
                _outputs.SaveState(close, _timeline);
            }
        }

        end.Done.TrySetResult(again);
    }

    private void Take(IngestBatch batch)
    {
        List<Bar>? late = null;
        _metrics.Stage("ingest", batch.DecodedAt);
        foreach (ref var bar in batch.Bars.AsSpan())
        {
            if (_assembler.Add(bar, out var completed) == BarArrival.Late)
            {
                Mark(ref bar, ref late);
            }

            Complete(completed, batch.DecodedAt, batch.Trace);
        }

        _ingest.Taken(batch.Bars.Length);
        if (late is not null)
        {
            Repair(late, batch);
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

    private void Complete(MinuteBars? completed, long decodedAt, ActivityContext trace)
    {
        if (completed is not { } minute)
        {
            return;
        }

        using var span = StartMinute(minute, trace);
        if (ReadFeatures(minute) is not { } frame)
        {
            return;
        }

        _publisher.Publish(frame, PredictionFlags.None);
        _metrics.Published(decodedAt);
        _recent.Put(minute.Bars.Span);
        _quality.Add(frame);
        _outputs.Minute(frame, _publisher.Current, _lateInRebuild is null ? _timeline : null);
    }

    // One that its deadline closes has no message to belong to.
    private static Activity? StartMinute(MinuteBars minute, ActivityContext trace)
    {
        var span = trace == default ? Traces.StartBars("minute", default) : Traces.Continue("minute", trace);
        span?.SetTag("bqx.close", minute.Close.ToString());
        span?.SetTag("bqx.bars", minute.Bars.Length);
        return span;
    }

    private FeatureFrame? ReadFeatures(MinuteBars minute)
    {
        using var span = Traces.Start("features");
        var started = _metrics.Now();
        try
        {
            _timeline.Advance(minute);
        }
        catch (FaultException refused)
        {
            span?.SetStatus(ActivityStatusCode.Error, refused.Message);
            LogMinuteRefused(minute.Close, refused.Message);
            return null;
        }

        var frame = FeatureFrame.Read(_timeline.Engine, minute.Close);
        _metrics.Stage("features", started);
        return frame;
    }

    private void Repair(List<Bar> late, IngestBatch batch)
    {
        _ingest.Late(late.Count);
        _recent.Put(CollectionsMarshal.AsSpan(late));
        _lateInRebuild?.AddRange(late);
        var started = _metrics.Now();
        if (!_timeline.TryRepair(late))
        {
            LogTooLate(late.Count, late[0].Pair, late[0].Close);
            _repairs.Writer.TryWrite(new RepairRequest(late.Min(bar => bar.Close), late.Count, batch.Committed));
            return;
        }

        _ingest.Repaired(late.Count);
        _metrics.Stage("repair", started);
        LogRepaired(late.Count, late[0].Pair, late[0].Close);
        if (_timeline.Engine.Close is { } close)
        {
            Republish(close);
        }
    }

    private void Republish(Minute close)
    {
        var frame = FeatureFrame.Read(_timeline.Engine, close, VectorFlags.Repaired);
        _publisher.Publish(frame, PredictionFlags.Repaired);
        _quality.Add(frame);
        _outputs.Minute(frame, _publisher.Current, _lateInRebuild is null ? _timeline : null);
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
            case PipelineWork.EndRebuild end:
                end.Done.TrySetCanceled();
                break;
            case PipelineWork.Swap swap:
                swap.Done.TrySetCanceled();
                break;
        }
    }

    [LoggerMessage(2201, LogLevel.Error, "The minute {Close} was not taken in: {Reason}")]
    private partial void LogMinuteRefused(Minute close, string reason);

    [LoggerMessage(2202, LogLevel.Warning,
        "{Count} late bars, the first of {Pair} {Close}, lie further back than the checkpoints: they are stored, and features are rebuilt from the store")]
    private partial void LogTooLate(int count, Pair pair, Minute close);

    [LoggerMessage(2203, LogLevel.Information, "Features are repaired with {Count} late or corrected bars, the first of {Pair} {Close}")]
    private partial void LogRepaired(int count, Pair pair, Minute close);
}
