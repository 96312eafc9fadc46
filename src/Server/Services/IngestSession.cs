using System.Diagnostics;
using System.Threading.Channels;
using Bqx.Core;
using Bqx.Server.Pipeline;
using Bqx.Server.Telemetry;
using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>
/// One stream of bars. Reading and acknowledging run side by side: bars go to the pipeline as they come, answers follow their commits, in
/// order. The gate bounds what lies between.
/// </summary>
internal sealed class IngestSession(
    BarPipeline pipeline,
    IngestGate gate,
    BarAdmission admission,
    PipelineOutputs outputs,
    IngestMetrics metrics,
    TimeProvider time,
    ActivityContext caller = default)
{
    /// <summary>Most bars in one message.</summary>
    public const int MaxBarsPerMessage = 10_000;

    /// <summary>Most rejected rows that are shown, a reply.</summary>
    public const int MaxRejectedShown = 1_000;

    private readonly Channel<Step> _steps = Channel.CreateUnbounded<Step>(new() { SingleReader = true, SingleWriter = true });
    private ulong _rows;
    private ulong _acknowledged;
    private ulong _rejected;

    /// <summary>Runs until the sender has finished and everything is answered.</summary>
    /// <exception cref="FaultException">Bars could not be committed; those acknowledged before are safe.</exception>
    public async Task RunAsync(
        IAsyncStreamReader<V1.IngestRequest> requests, Func<V1.IngestReply, Task> answer, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answers = AnswerAsync(answer, stop);
        try
        {
            while (await requests.MoveNext(stop.Token))
            {
                await TakeAsync(requests.Current, stop.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // An answer has failed and stopped the reading: its failure is thrown below.
        }
        finally
        {
            _steps.Writer.TryComplete();
        }

        await answers;
    }

    private async Task TakeAsync(V1.IngestRequest request, CancellationToken cancellationToken)
    {
        if (request.Bars.Count > MaxBarsPerMessage)
        {
            throw new FaultException(
                Fault.InvalidInput, $"A message has {request.Bars.Count} bars: at most {MaxBarsPerMessage} are allowed.");
        }

        var rejected = new List<V1.RejectedBar>();
        var span = Traces.StartBars("ingest", caller);
        var bars = Check(request, rejected, out var taken);
        span?.SetTag("bqx.bars", taken);
        metrics.Rejected(request.Bars.Count - taken);
        var batch = new IngestBatch(bars, time.GetTimestamp()) { Span = span };
        await EnqueueAsync(batch, cancellationToken);

        // The channel is unbounded and completed only after this: the write cannot fail.
        _steps.Writer.TryWrite(new Step(batch, _rows, (ulong)taken, (ulong)(request.Bars.Count - taken), rejected));
    }

    private async Task EnqueueAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        var entered = false;
        try
        {
            await gate.EnterAsync(cancellationToken);
            entered = true;
            await pipeline.EnqueueAsync(batch, cancellationToken);
        }
        catch
        {
            batch.Span?.Dispose();
            if (entered)
            {
                gate.Leave();
            }

            throw;
        }
    }

    // A bar that a later one confirms was answered as rejected before: it goes along, and counts as little as it did.
    private Bar[] Check(V1.IngestRequest request, List<V1.RejectedBar> rejected, out int taken)
    {
        var bars = new List<Bar>(request.Bars.Count);
        var quarantined = new List<QuarantinedRow>();
        taken = 0;
        foreach (var message in request.Bars)
        {
            var row = _rows++;
            Bar? confirmed = null;
            if (BarMessages.Read(message, out var refusal) is { } bar && (refusal = admission.WhyRefused(bar, out confirmed)) is null)
            {
                taken++;
                bars.AddRange(confirmed is { } before ? [before, bar] : [bar]);
                continue;
            }

            if (confirmed is { } suspect)
            {
                bars.Add(suspect);
            }

            if (rejected.Count < MaxRejectedShown)
            {
                rejected.Add(LiveRejections.Shown(message, row, refusal!));
                quarantined.Add(LiveRejections.Kept(message, row, refusal!));
            }
        }

        if (quarantined.Count > 0)
        {
            outputs.Quarantine(quarantined);
        }

        return [.. bars];
    }

    private async Task AnswerAsync(Func<V1.IngestReply, Task> answer, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var step in _steps.Reader.ReadAllAsync(CancellationToken.None))
            {
                await CommittedAsync(step.Batch);
                _acknowledged += step.Taken;
                _rejected += step.RejectedCount;
                var reply = new V1.IngestReply { Received = step.Rows, Acknowledged = _acknowledged, RejectedCount = _rejected };
                reply.Rejected.AddRange(step.Rejected);
                await answer(reply);
            }
        }
        catch
        {
            await stop.CancelAsync();
            await LeaveForAllAsync();
            throw;
        }
    }

    private async Task CommittedAsync(IngestBatch batch)
    {
        try
        {
            await batch.Committed;
        }
        catch (FaultException fault)
        {
            throw new FaultException(
                fault.Fault, $"{_acknowledged} bars of this stream are committed, send the rest again. {fault.Message}", fault);
        }
        finally
        {
            gate.Leave();
        }
    }

    // Every batch that entered the gate leaves it once, also when nobody waits for its answer any more.
    private async Task LeaveForAllAsync()
    {
        await foreach (var step in _steps.Reader.ReadAllAsync(CancellationToken.None))
        {
            await step.Batch.Committed.ContinueWith(
                _ => gate.Leave(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private readonly record struct Step(IngestBatch Batch, ulong Rows, ulong Taken, ulong RejectedCount, List<V1.RejectedBar> Rejected);
}
