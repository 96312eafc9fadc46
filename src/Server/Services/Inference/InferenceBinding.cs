using Google.Protobuf;
using Grpc.Core;

namespace Bqx.Server.Services.Inference;

/// <summary>
/// Binds the Open Inference Protocol as the generated code does, but for <c>ModelInfer</c>, whose time counts from its bytes and
/// whose answer is written without a message.
/// </summary>
internal static class InferenceBinding
{
    private static readonly Method<InferCall, InferAnswer> ModelInfer = new(
        MethodType.Unary,
        Descriptor.FullName,
        nameof(ModelInfer),
        Marshallers.Create<InferCall>((_, _) => throw new NotSupportedException("A server only reads requests."), InferCall.Read),
        Marshallers.Create<InferAnswer>(
            (answer, context) => answer.WriteTo(context), _ => throw new NotSupportedException("A server only writes answers.")));

    /// <summary>For reflection.</summary>
    public static Google.Protobuf.Reflection.ServiceDescriptor Descriptor => OpenInference.GRPCInferenceService.Descriptor;

    /// <summary>Called by the mapping of services.</summary>
    public static void BindService(ServiceBinderBase binder, ServiceBase? service)
    {
        OpenInference.GRPCInferenceService.BindService(new Without(binder, ModelInfer.Name), service);
        binder.AddMethod(ModelInfer, service is null ? null : service.ModelInfer);
    }

    /// <summary>The calls of the service.</summary>
    [BindServiceMethod(typeof(InferenceBinding), nameof(BindService))]
    internal abstract class ServiceBase : OpenInference.GRPCInferenceService.GRPCInferenceServiceBase
    {
        public abstract Task<InferAnswer> ModelInfer(InferCall call, ServerCallContext context);
    }

    /// <summary>Passes all methods on but one.</summary>
    private sealed class Without(ServiceBinderBase binder, string left) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        {
            if (method.Name != left)
            {
                binder.AddMethod(method, handler);
            }
        }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) => binder.AddMethod(method, handler);
    }
}
