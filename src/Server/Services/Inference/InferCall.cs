using Grpc.Core;

namespace Bqx.Server.Services.Inference;

/// <summary>A request of <c>ModelInfer</c> and the moment at which its bytes began to be read.</summary>
/// <param name="Request">What it asks.</param>
/// <param name="StartedAt">Timestamp of the system's clock.</param>
internal sealed record InferCall(OpenInference.ModelInferRequest Request, long StartedAt)
{
    public static InferCall Read(DeserializationContext context)
    {
        var started = TimeProvider.System.GetTimestamp();
        return new InferCall(OpenInference.ModelInferRequest.Parser.ParseFrom(context.PayloadAsReadOnlySequence()), started);
    }
}
