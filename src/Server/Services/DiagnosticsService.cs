using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>bqx.v1.Diagnostics.</summary>
internal sealed class DiagnosticsService : V1.Diagnostics.DiagnosticsBase
{
    private static readonly Empty Nothing = new();

    public override Task<Empty> Empty(Empty request, ServerCallContext context) => Task.FromResult(Nothing);

    public override Task<V1.MemoryStatsReply> MemoryStats(V1.MemoryStatsRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.MemoryStatsReply
        {
            TotalAllocatedBytes = GC.GetTotalAllocatedBytes(precise: true),
            Gen0Collections = GC.CollectionCount(0),
            Gen1Collections = GC.CollectionCount(1),
            Gen2Collections = GC.CollectionCount(2),
            WorkingSetBytes = Environment.WorkingSet,
        });
}
