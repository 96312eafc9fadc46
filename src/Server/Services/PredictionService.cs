using Bqx.Core;
using Bqx.Server.Explaining;
using Bqx.Server.Requests;
using Bqx.Server.Telemetry;
using Bqx.Server.Vectors;
using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>
/// bqx.v1.Prediction. Predict and PredictBatch complete synchronously: they read the snapshot and nothing else.
/// </summary>
internal sealed class PredictionService(
    PredictionReader reader,
    CanaryRouter router,
    VectorPredictor vectors,
    Explainer explainer,
    HistoryStreams history,
    RequestRecorder requests,
    PredictionMetrics metrics,
    IHostApplicationLifetime lifetime)
    : PredictionBinding.ServiceBase
{
    public override Task<PublishedReply> Predict(V1.PredictRequest request, ServerCallContext context)
    {
        var started = metrics.Now();
        try
        {
            var maxAge = RequestRules.MaxAge(request.MaxAge);
            var snapshot = reader.Current;
            var reply = reader.Read(snapshot, router.Route(request.Model, snapshot, context), Pair.Parse(request.Pair), maxAge);
            metrics.Predicted(started);
            if (requests.Takes())
            {
                requests.Offer(reply);
            }

            return Task.FromResult(reply);
        }
        catch (FaultException fault)
        {
            throw Fail(started, fault);
        }
    }

    public override Task<V1.PredictBatchReply> PredictBatch(V1.PredictBatchRequest request, ServerCallContext context)
    {
        var started = metrics.Now();
        try
        {
            var maxAge = RequestRules.MaxAge(request.MaxAge);
            var (snapshot, reply) = (reader.Current, new V1.PredictBatchReply());
            var model = router.Route(request.Model, snapshot, context);
            reader.ReadAll(snapshot, model, RequestRules.Pairs(request.Pairs), maxAge, reply.Predictions);
            metrics.Predicted(started);
            return Task.FromResult(reply);
        }
        catch (FaultException fault)
        {
            throw Fail(started, fault);
        }
    }

    /// <summary>
    /// Waits for each snapshot on the one before it and then takes the current one: whatever came in between is skipped, so a slow reader
    /// holds nothing but its own message.
    /// </summary>
    public override async Task Subscribe(
        V1.SubscribeRequest request, IServerStreamWriter<V1.SubscribeReply> responseStream, ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            var pairs = RequestRules.Pairs(request.Pairs);
            var before = 0L;
            while (true)
            {
                var snapshot = reader.Current;
                var reply = new V1.SubscribeReply
                {
                    Sequence = (ulong)snapshot.Sequence,
                    Conflated = before == 0 ? 0 : (ulong)(snapshot.Sequence - before - 1),
                };
                reader.ReadExisting(snapshot, router.Route(request.Model, snapshot, context), pairs, reply.Predictions);

                // Not cut by the stop of the server: a write that is cancelled half-way resets the stream, and the status is lost.
                await responseStream.WriteAsync(reply, context.CancellationToken);
                before = snapshot.Sequence;
                await snapshot.Superseded.WaitAsync(stop.Token);
            }
        }
        catch (FaultException fault)
        {
            throw FaultStatus.ToRpc(fault);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping: subscribe again."));
        }
    }

    public override async Task<V1.PredictVectorReply> PredictVector(V1.PredictVectorRequest request, ServerCallContext context)
    {
        try
        {
            var query = VectorMessages.Read(request) with { Capture = requests.Takes() ? new VectorCapture() : null };
            var prediction = await vectors.PredictAsync(query, context.CancellationToken);
            var reply = VectorMessages.Of(prediction, query.Close is not null);
            if (query.Capture is { } capture)
            {
                requests.Offer(prediction, capture, reply);
            }

            return reply;
        }
        catch (FaultException fault)
        {
            throw FaultStatus.ToRpc(fault);
        }
    }

    public override async Task<V1.ExplainReply> Explain(V1.ExplainRequest request, ServerCallContext context)
    {
        try
        {
            return ExplainMessages.Of(await explainer.ExplainAsync(Pair.Parse(request.Pair), request.Model, context.CancellationToken));
        }
        catch (FaultException fault)
        {
            throw FaultStatus.ToRpc(fault);
        }
    }

    public override async Task History(
        V1.PredictionHistoryRequest request, IServerStreamWriter<V1.PredictionHistoryReply> responseStream, ServerCallContext context)
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

    private RpcException Fail(long started, FaultException fault)
    {
        metrics.PredictFailed(started, FaultStatus.NameOf(fault.Fault));
        return FaultStatus.ToRpc(fault);
    }
}
