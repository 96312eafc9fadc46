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
    BarPipeline pipeline, IngestGate gate, BarAdmission admission, IngestMetrics metrics, TimeProvider time)
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
        var bars = Check(request, rejected);
        metrics.Rejected(request.Bars.Count - bars.Length);
        var batch = new IngestBatch(bars, time.GetTimestamp());
        await gate.EnterAsync(cancellationToken);
        try
        {
            await pipeline.EnqueueAsync(batch, cancellationToken);
        }
        catch
        {
            gate.Leave();
            throw;
        }

        // The channel is unbounded and completed only after this: the write cannot fail.
        _steps.Writer.TryWrite(new Step(batch, _rows, (ulong)(request.Bars.Count - bars.Length), rejected));
    }

    private Bar[] Check(V1.IngestRequest request, List<V1.RejectedBar> rejected)
    {
        var bars = new List<Bar>(request.Bars.Count);
        foreach (var message in request.Bars)
        {
            var row = _rows++;
            if (BarMessages.Read(message, out var reason) is { } bar && (reason = admission.WhyRefused(bar)) is null)
            {
                bars.Add(bar);
            }
            else if (rejected.Count < MaxRejectedShown)
            {
                rejected.Add(new V1.RejectedBar
                {
                    Row = row,
                    Pair = FaultException.Excerpt(message.Pair),
                    Close = message.CloseTime,
                    Reason = reason,
                });
            }
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
                _acknowledged += (ulong)step.Batch.Bars.Length;
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

    private readonly record struct Step(IngestBatch Batch, ulong Rows, ulong RejectedCount, List<V1.RejectedBar> Rejected);
}
