using Bqx.Core;

namespace Bqx.Server.Hosting;

/// <summary>The lease of a server that shares its store with no other.</summary>
internal sealed class SoleLease : IIngestLease
{
    public long Epoch => 0;

    public CancellationToken Lost => CancellationToken.None;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
