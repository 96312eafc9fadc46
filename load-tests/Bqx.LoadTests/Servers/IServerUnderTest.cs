using Bqx.V1;

namespace Bqx.LoadTests.Servers;

/// <summary>A running Bqx server with diagnostics switched on.</summary>
internal interface IServerUnderTest : IAsyncDisposable
{
    /// <summary>Where clients call.</summary>
    Uri Address { get; }

    /// <summary>Where models are administered.</summary>
    Uri Admin { get; }

    /// <summary>Memory counters of the server's process.</summary>
    Task<MemoryStatsReply> MemoryAsync(CancellationToken cancellationToken);

    /// <summary>Bytes allocated by the server's process since its start.</summary>
    async Task<long> AllocatedAsync(CancellationToken cancellationToken) => (await MemoryAsync(cancellationToken)).TotalAllocatedBytes;
}
