using Bqx.Core;

namespace Bqx.Trainer.Tests.FeatureTables;

/// <summary>Progress in memory.</summary>
internal sealed class MemoryRebuildLog : IRebuildLog
{
    public Dictionary<Digest, (Minute Done, byte[] State)> Requests { get; } = [];

    public Task<(Minute Done, byte[] State)?> ReadAsync(Digest request, CancellationToken cancellationToken) =>
        Task.FromResult(Requests.TryGetValue(request, out var known) ? known : ((Minute, byte[])?)null);

    public Task WriteAsync(Digest request, Minute done, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        Requests[request] = (done, state.ToArray());
        return Task.CompletedTask;
    }

    public Task RemoveAsync(Digest request, CancellationToken cancellationToken)
    {
        Requests.Remove(request);
        return Task.CompletedTask;
    }
}
