using Google.Protobuf;
using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>
/// Binds bqx.v1.Prediction as the generated code does, but for <c>Predict</c>, whose reply is written from bytes that were encoded when
/// the prediction was published.
/// </summary>
internal static class PredictionBinding
{
    private const string Service = "bqx.v1.Prediction";

    private static readonly Method<V1.PredictRequest, PublishedReply> Predict = new(
        MethodType.Unary,
        Service,
        nameof(Predict),
        Of(V1.PredictRequest.Parser),
        Marshallers.Create<PublishedReply>(
            (reply, context) => reply.WriteTo(context), _ => throw new NotSupportedException("A server only writes replies.")));

    private static readonly Method<V1.PredictBatchRequest, V1.PredictBatchReply> PredictBatch = new(
        MethodType.Unary, Service, nameof(PredictBatch), Of(V1.PredictBatchRequest.Parser), Of(V1.PredictBatchReply.Parser));

    private static readonly Method<V1.SubscribeRequest, V1.SubscribeReply> Subscribe = new(
        MethodType.ServerStreaming, Service, nameof(Subscribe), Of(V1.SubscribeRequest.Parser), Of(V1.SubscribeReply.Parser));

    private static readonly Method<V1.PredictVectorRequest, V1.PredictVectorReply> PredictVector = new(
        MethodType.Unary, Service, nameof(PredictVector), Of(V1.PredictVectorRequest.Parser), Of(V1.PredictVectorReply.Parser));

    private static readonly Method<V1.ExplainRequest, V1.ExplainReply> Explain = new(
        MethodType.Unary, Service, nameof(Explain), Of(V1.ExplainRequest.Parser), Of(V1.ExplainReply.Parser));

    private static readonly Method<V1.PredictionHistoryRequest, V1.PredictionHistoryReply> History = new(
        MethodType.ServerStreaming, Service, nameof(History), Of(V1.PredictionHistoryRequest.Parser), Of(V1.PredictionHistoryReply.Parser));

    /// <summary>For reflection.</summary>
    public static Google.Protobuf.Reflection.ServiceDescriptor Descriptor => V1.Prediction.Descriptor;

    /// <summary>Called by the mapping of services.</summary>
    public static void BindService(ServiceBinderBase binder, ServiceBase? service)
    {
        binder.AddMethod(Predict, service is null ? null : service.Predict);
        binder.AddMethod(PredictBatch, service is null ? null : service.PredictBatch);
        binder.AddMethod(Subscribe, service is null ? null : service.Subscribe);
        binder.AddMethod(PredictVector, service is null ? null : service.PredictVector);
        binder.AddMethod(Explain, service is null ? null : service.Explain);
        binder.AddMethod(History, service is null ? null : service.History);
    }

    private static Marshaller<T> Of<T>(MessageParser<T> parser)
        where T : class, IMessage<T> => Marshallers.Create<T>(
        (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    /// <summary>The calls of the service.</summary>
    [BindServiceMethod(typeof(PredictionBinding), nameof(BindService))]
    internal abstract class ServiceBase
    {
        public abstract Task<PublishedReply> Predict(V1.PredictRequest request, ServerCallContext context);

        public abstract Task<V1.PredictBatchReply> PredictBatch(V1.PredictBatchRequest request, ServerCallContext context);

        public abstract Task Subscribe(
            V1.SubscribeRequest request, IServerStreamWriter<V1.SubscribeReply> responseStream, ServerCallContext context);

        public abstract Task<V1.PredictVectorReply> PredictVector(V1.PredictVectorRequest request, ServerCallContext context);

        public abstract Task<V1.ExplainReply> Explain(V1.ExplainRequest request, ServerCallContext context);

        public abstract Task History(
            V1.PredictionHistoryRequest request, IServerStreamWriter<V1.PredictionHistoryReply> responseStream, ServerCallContext context);
    }
}
