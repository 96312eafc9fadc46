using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed class ServerPropagationToken(ServerCall call, ContextPropagationOptions options)
    : ContextPropagationToken
{
    internal override DateTime? Deadline =>
        options.IsPropagateDeadline && call.Deadline != DateTime.MaxValue ? call.Deadline : null;

    internal override CancellationToken CancellationToken =>
        options.IsPropagateCancellation ? call.CancellationToken : CancellationToken.None;
}
