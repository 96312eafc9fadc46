using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.LoadTests.Tests.Fakes;

internal sealed class FakeDiagnostics : Diagnostics.DiagnosticsBase
{
    public const long Allocated = 123_456_789;

    public override Task<Empty> Empty(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override Task<MemoryStatsReply> MemoryStats(MemoryStatsRequest request, ServerCallContext context) =>
        Task.FromResult(new MemoryStatsReply { TotalAllocatedBytes = Allocated });
}
