using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Bqx.Core;

namespace Bqx.Storage.Tests;

/// <summary>A cache and a store that answer what they are told to, and count how often they are asked.</summary>
internal sealed class FakeTiers : IVectorCache, IFeatureStore
{
    public Dictionary<Pair, FeatureVector> Cached { get; } = [];

    public List<FeatureVector> Stored { get; } = [];

    public Channel<Pair> Told { get; } = Channel.CreateUnbounded<Pair>();

    public bool StoreIsDown { get; set; }

    public int CacheReads { get; private set; }

    public int StoreReads { get; private set; }

    public ValueTask<FeatureVector?> TryReadAsync(Pair pair, Digest fingerprint, CancellationToken cancellationToken)
    {
        CacheReads++;
        return ValueTask.FromResult(Cached.GetValueOrDefault(pair));
    }

    public async IAsyncEnumerable<Pair> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var pair in Told.Reader.ReadAllAsync(cancellationToken))
        {
            yield return pair;
        }
    }

    public Task<IReadOnlyList<FeatureVector>> ReadLatestAsync(Digest fingerprint, CancellationToken cancellationToken)
    {
        StoreReads++;
        return StoreIsDown
            ? throw new FaultException(Fault.StorageUnavailable, "down")
            : Task.FromResult<IReadOnlyList<FeatureVector>>(Stored);
    }

    public ValueTask<bool> TryWriteAsync(FeatureVector vector, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WriteLatestAsync(IReadOnlyList<FeatureVector> vectors, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WriteEngineStateAsync(Minute close, Digest fingerprint, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<(Minute Close, byte[] State)?> ReadEngineStateAsync(Digest fingerprint, Minute? notAfter, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task ForgetEngineStatesAsync(Minute from, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WriteTableAsync(FeatureTable table, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<FeatureTable> ReadTableAsync(FeatureTableQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
}
