using Bqx.Core;
using Bqx.Server.InMemory;

namespace Bqx.Server.Tests.Doubles;

/// <summary>A bar store that can be out of reach, and that tells when it is written to.</summary>
internal sealed class SwitchedBarStore : IBarStore
{
    private readonly MemoryBarStore _inner = new();

    public volatile bool IsDown;

    public SemaphoreSlim? HoldWrites { get; set; }

    public List<Bar> Written { get; } = [];

    public int Writes { get; private set; }

    public async Task WriteAsync(ReadOnlyMemory<Bar> bars, CancellationToken cancellationToken)
    {
        if (HoldWrites is { } hold)
        {
            await hold.WaitAsync(cancellationToken);
        }

        if (IsDown)
        {
            throw new FaultException(Fault.StorageUnavailable, "The test's store is down.");
        }

        Writes++;
        Written.AddRange(bars.ToArray());
        await _inner.WriteAsync(bars, cancellationToken);
    }

    public IAsyncEnumerable<MinuteBars> ReadAsync(Minute? after, Minute? upTo, CancellationToken cancellationToken) =>
        IsDown
            ? throw new FaultException(Fault.StorageUnavailable, "The test's store is down.")
            : _inner.ReadAsync(after, upTo, cancellationToken);

    public Task<(Minute First, Minute Last)?> GetRangeAsync(CancellationToken cancellationToken) =>
        IsDown
            ? throw new FaultException(Fault.StorageUnavailable, "The test's store is down.")
            : _inner.GetRangeAsync(cancellationToken);
}
