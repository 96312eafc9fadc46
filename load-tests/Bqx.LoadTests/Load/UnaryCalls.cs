using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.LoadTests.Load;

/// <summary>Makes the unary calls over a set of connections; Predict takes the pairs in turn.</summary>
internal sealed class UnaryCalls(Connections connections, LoadRequest request, TimeProvider clock)
{
    private readonly OpenInference.ModelInferRequest? _infer =
        request.Method == LoadMethod.ModelInfer ? InferRequests.OfBundle(request.Model, request.Pairs[0]) : null;

    public async Task<CallOutcome> CallAsync(long index, CancellationToken cancellationToken)
    {
        try
        {
            var options = new CallOptions(
                deadline: clock.GetUtcNow().UtcDateTime + request.Deadline, cancellationToken: cancellationToken);
            await SendAsync(index, options);
            return CallOutcome.Success;
        }
        catch (RpcException fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new CallOutcome(StatusName.Of(fault.StatusCode));
        }
    }

    private async Task SendAsync(long index, CallOptions options)
    {
        var channel = connections[index];
        switch (request.Method)
        {
            case LoadMethod.Predict:
                var pair = request.Pairs[(int)(index % request.Pairs.Count)];
                await new Prediction.PredictionClient(channel)
                    .PredictAsync(new PredictRequest { Pair = pair, Model = request.Model }, options);
                break;
            case LoadMethod.PredictBatch:
                await new Prediction.PredictionClient(channel)
                    .PredictBatchAsync(new PredictBatchRequest { Pairs = { request.Pairs }, Model = request.Model }, options);
                break;
            case LoadMethod.Empty:
                await new Diagnostics.DiagnosticsClient(channel).EmptyAsync(new Empty(), options);
                break;
            case LoadMethod.ModelInfer:
                await new OpenInference.GRPCInferenceService.GRPCInferenceServiceClient(channel).ModelInferAsync(_infer, options);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(index), request.Method, "A unary method is expected.");
        }
    }
}
