using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.LoadTests.Peers;

internal sealed class EmptyPeerService : EmptyPeer.EmptyPeerBase
{
    private static readonly Task<Empty> Reply = Task.FromResult(new Empty());

    public override Task<Empty> Call(Empty request, ServerCallContext context) => Reply;
}
