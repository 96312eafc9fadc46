using Bqx.Core;
using Bqx.Server.Hosting;
using Bqx.Server.Pipeline;
using Bqx.Server.Telemetry;
using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>bqx.v1.Bars.</summary>
internal sealed class BarsService(
    BarPipeline pipeline,
    IngestGate gate,
    BarAdmission admission,
    IngestRole role,
    PipelineOutputs outputs,
    LatestBars latest,
    HistoryStreams history,
    IngestMetrics metrics,
    TimeProvider time,
    IHostApplicationLifetime lifetime) : V1.Bars.BarsBase
{
    public override async Task<V1.IngestReply> Ingest(IAsyncStreamReader<V1.IngestRequest> requestStream, ServerCallContext context)
    {
        var all = new V1.IngestReply();
        await RunAsync(requestStream, reply => Keep(all, reply), context);
        return all;
    }

    public override Task IngestLive(
        IAsyncStreamReader<V1.IngestRequest> requestStream, IServerStreamWriter<V1.IngestReply> responseStream, ServerCallContext context) =>
        RunAsync(requestStream, responseStream.WriteAsync, context);

    public override Task<V1.LatestBarsReply> Latest(V1.LatestBarsRequest request, ServerCallContext context)
    {
        try
        {
            var reply = new V1.LatestBarsReply();
            foreach (var pair in RequestRules.Pairs(request.Pairs))
            {
                if (latest.Get(pair) is { } bar)
                {
                    reply.Bars.Add(BarMessages.Of(bar));
                }
            }

            return Task.FromResult(reply);
        }
        catch (FaultException fault)
        {
            throw FaultStatus.ToRpc(fault);
        }
    }

    public override async Task History(
        V1.BarHistoryRequest request, IServerStreamWriter<V1.BarHistoryReply> responseStream, ServerCallContext context)
    {
        try
        {
            await history.SendAsync(request, responseStream, context.CancellationToken);
        }
        catch (FaultException fault)
        {
            throw FaultStatus.ToRpc(fault);
        }
    }

    private async Task RunAsync(
        IAsyncStreamReader<V1.IngestRequest> requests, Func<V1.IngestReply, Task> answer, ServerCallContext context)
    {
        var held = CancellationToken.None;
        try
        {
            held = role.Enter();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping, held);
            var session = new IngestSession(pipeline, gate, admission, outputs, metrics, time, Traces.CallerOf(context));
            await session.RunAsync(requests, answer, stop.Token);
        }
        catch (FaultException fault)
        {
            throw FaultStatus.ToRpc(fault);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw FaultStatus.ToRpc(new FaultException(
                Fault.StorageUnavailable, "Another server may take bars now: send those that were not acknowledged again."));
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw FaultStatus.ToRpc(new FaultException(
                Fault.StorageUnavailable, "The server is stopping: send the bars that were not acknowledged again."));
        }
    }

    private static Task Keep(V1.IngestReply all, V1.IngestReply reply)
    {
        (all.Received, all.Acknowledged, all.RejectedCount) = (reply.Received, reply.Acknowledged, reply.RejectedCount);
        all.Rejected.AddRange(reply.Rejected.Take(IngestSession.MaxRejectedShown - all.Rejected.Count));
        return Task.CompletedTask;
    }
}
