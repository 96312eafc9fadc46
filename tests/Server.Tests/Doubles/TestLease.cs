using Bqx.Core;

namespace Bqx.Server.Tests.Doubles;

/// <summary>A lease that a test takes away.</summary>
internal sealed class TestLease(long epoch) : IIngestLease
{
    private readonly CancellationTokenSource _lost = new();

    public long Epoch => epoch;

    public CancellationToken Lost => _lost.Token;

    public Task LoseAsync() => _lost.CancelAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
