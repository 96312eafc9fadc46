using System.Diagnostics;
using System.Threading.Channels;
using Bqx.Core;
using Bqx.Server.Telemetry;

namespace Bqx.Server.Pipeline;

/// <summary>
/// Commits bars in batches, in the order in which they came, and acknowledges them. A batch that cannot be committed fails at once: its
/// sender keeps it and sends it again. What waits here is bounded by <see cref="IngestGate"/>.
/// </summary>
internal sealed partial class BarCommitter(IBarStore store, IFeatureStore features, IngestMetrics metrics, ILogger<BarCommitter> logger)
{
    private const int MaxRows = 20_000;

    private readonly Channel<IngestBatch> _queue = Channel.CreateUnbounded<IngestBatch>(new() { SingleReader = true });
    private bool _failing;

    /// <summary>Queues a batch.</summary>
    public void Enqueue(IngestBatch batch)
    {
        if (!_queue.Writer.TryWrite(batch))
        {
            batch.Fail(new FaultException(Fault.StorageUnavailable, "The server is stopping: send the bars again."));
        }
    }

    /// <summary>Takes no more; what is queued is still committed.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Runs until <see cref="Complete"/> and the queue is empty.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var batches = new List<IngestBatch>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(cancellationToken))
            {
                Gather(batches);
                await CommitAsync(batches, cancellationToken);
            }
        }
        finally
        {
            Complete();
            while (_queue.Reader.TryRead(out var left))
            {
                left.Fail(new FaultException(Fault.StorageUnavailable, "The server is stopping: send the bars again."));
            }
        }
    }

    private void Gather(List<IngestBatch> batches)
    {
        batches.Clear();
        for (var rows = 0; rows < MaxRows && _queue.Reader.TryRead(out var batch); rows += batch.Bars.Length)
        {
            batches.Add(batch);
        }
    }

    private async Task CommitAsync(List<IngestBatch> batches, CancellationToken cancellationToken)
    {
        using var span = StartCommit(batches);
        try
        {
            var bars = Merge(batches);
            if (bars.Length > 0)
            {
                await ForgetStatesAsync(bars, cancellationToken);
                await store.WriteAsync(bars, cancellationToken);
            }

            metrics.Committed(batches.Sum(batch => batch.Bars.Length));
            batches.ForEach(batch => batch.Acknowledge());
            if (_failing)
            {
                _failing = false;
                LogRecovered();
            }
        }
        catch (Exception error)
        {
            var fault = error as FaultException
                ?? new FaultException(Fault.StorageUnavailable, "The bars could not be committed: send them again.", error);
            span?.SetStatus(ActivityStatusCode.Error, fault.Message);
            metrics.CommitFailed(batches.Sum(batch => batch.Bars.Length));
            batches.ForEach(batch => batch.Fail(fault));
            if (!_failing)
            {
                _failing = true;
                LogFailing(fault.Message, error.InnerException?.Message ?? error.GetType().Name);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // One commit may end many messages: it is a part of the first trace, and linked to the others.
    private static Activity? StartCommit(List<IngestBatch> batches)
    {
        if (!Traces.IsOn || batches.FindIndex(batch => batch.Span is { Recorded: true }) is not (>= 0 and var first))
        {
            return null;
        }

        var others = batches.Skip(first + 1).Where(batch => batch.Span is { Recorded: true }).Select(batch => new ActivityLink(batch.Trace));
        return Traces.Continue("commit", batches[first].Trace, others.ToList());
    }

    // First, so that no start ever goes on from a snapshot that lacks a committed bar.
    private async Task ForgetStatesAsync(Bar[] bars, CancellationToken cancellationToken)
    {
        var late = bars.Where(bar => bar.Flags.HasFlag(BarFlags.Late)).ToList();
        if (late.Count > 0)
        {
            await features.ForgetEngineStatesAsync(late.Min(bar => bar.Close), cancellationToken);
        }
    }

    // One row per pair and minute, the last one that came: a statement may not touch a row twice.
    private static Bar[] Merge(List<IngestBatch> batches)
    {
        if (batches is [{ Bars: var only }] && only.Length <= 1)
        {
            return only;
        }

        var merged = new Dictionary<(Pair, Minute), Bar>();
        foreach (var bar in batches.SelectMany(batch => batch.Bars))
        {
            merged[(bar.Pair, bar.Close)] = bar;
        }

        return [.. merged.Values];
    }

    [LoggerMessage(2001, LogLevel.Error, "Bars cannot be committed and stay unacknowledged, predictions go on: {Reason} ({Cause})")]
    private partial void LogFailing(string reason, string cause);

    [LoggerMessage(2002, LogLevel.Information, "Bars are committed again")]
    private partial void LogRecovered();
}
