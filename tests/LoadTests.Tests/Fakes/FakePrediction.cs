using Bqx.V1;
using Grpc.Core;

namespace Bqx.LoadTests.Tests.Fakes;

internal sealed class FakePrediction(FakeState state) : Prediction.PredictionBase
{
    public override Task<PredictReply> Predict(PredictRequest request, ServerCallContext context)
    {
        state.PairsAsked.Add(request.Pair);
        state.ConnectionsSeen.Add(context.Peer);
        if (request.Pair == FakeState.BadPair)
        {
            throw new RpcException(new Status(StatusCode.NotFound, "unknown pair"));
        }

        return state.Failure is { } failure
            ? throw new RpcException(failure)
            : Task.FromResult(new PredictReply { Prediction = new PairPrediction { Pair = request.Pair } });
    }

    public override Task<PredictBatchReply> PredictBatch(PredictBatchRequest request, ServerCallContext context) =>
        Task.FromResult(new PredictBatchReply
        {
            Predictions = { request.Pairs.Select(pair => new PredictReply { Prediction = new PairPrediction { Pair = pair } }) },
        });

    public override async Task Subscribe(
        SubscribeRequest request, IServerStreamWriter<SubscribeReply> responseStream, ServerCallContext context)
    {
        await foreach (var snapshot in state.Snapshots.Reader.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(snapshot, context.CancellationToken);
        }
    }
}
