using Bqx.Core;

namespace Bqx.Storage;

/// <summary>
/// The latest vectors of a schema for a replica that does not compute them:
/// <code>
/// 1 own memory, kept up by what Redis tells and by polling → 2 Redis → 3 PostgreSQL → 4 last known, flagged stale
/// </code>
/// Memory never goes back in time. Safe for use by many threads.
/// </summary>
public sealed class VectorSource(
    IVectorCache cache, IFeatureStore store, Digest fingerprint, TimeProvider time, VectorSourceOptions? options = null) : IDisposable
{
    private readonly VectorSourceOptions _options = options ?? new VectorSourceOptions();
    private readonly FeatureVector?[] _memory = new FeatureVector?[Pair.Count];
    private readonly SemaphoreSlim _store = new(1);
    private readonly long[] _found = new long[Enum.GetValues<VectorTier>().Length];
    private long _missed;
    private long? _storeAsked;

    /// <summary>Requests answered from a tier.</summary>
    public long FoundIn(VectorTier tier) => Interlocked.Read(ref _found[(int)tier]);

    /// <summary>Requests that no tier could answer.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Keeps memory up until cancelled: takes what is told, and looks for all pairs besides.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(FollowAsync(cancellationToken), PollAsync(cancellationToken));

    /// <summary>The latest vector of a pair.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="maxAge">How long its close may be ago; null: any time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FaultException">
    /// <see cref="Fault.FeatureMissing"/>: none is known; <see cref="Fault.FeatureStale"/>: it is older than <paramref name="maxAge"/>.
    /// </exception>
    public async ValueTask<FeatureVector> GetAsync(Pair pair, TimeSpan? maxAge, CancellationToken cancellationToken)
    {
        var (vector, tier) = await FindAsync(pair, cancellationToken);
        if (vector is null)
        {
            Interlocked.Increment(ref _missed);
            throw new FaultException(Fault.FeatureMissing, $"No vector of {pair} is known.");
        }

        Interlocked.Increment(ref _found[(int)tier]);
        return !(AgeOf(vector) > maxAge)
            ? vector
            : throw new FaultException(
                Fault.FeatureStale, $"The features of {pair} are {AgeOf(vector).TotalSeconds:F0} s old; at most {maxAge.Value.TotalSeconds:F0} s are wanted.");
    }

    /// <summary>To be called when no call is under way.</summary>
    public void Dispose() => _store.Dispose();

    private async ValueTask<(FeatureVector? Vector, VectorTier Tier)> FindAsync(Pair pair, CancellationToken cancellationToken)
    {
        if (Fresh(pair) is { } own)
        {
            return (own, VectorTier.Memory);
        }

        await LookInCacheAsync(pair, cancellationToken);
        if (Fresh(pair) is { } cached)
        {
            return (cached, VectorTier.Redis);
        }

        await LookInStoreAsync(cancellationToken);
        if (Fresh(pair) is { } stored)
        {
            return (stored, VectorTier.Postgres);
        }

        return (Volatile.Read(ref _memory[pair.Index]) is { } last ? last with { Flags = last.Flags | VectorFlags.Stale } : null, VectorTier.LastKnown);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var pair in cache.WatchAsync(cancellationToken))
        {
            await LookInCacheAsync(pair, cancellationToken);
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_options.PollEvery, time);
        do
        {
            foreach (var pair in Pair.All.Where(pair => Fresh(pair) is null))
            {
                await LookInCacheAsync(pair, cancellationToken);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async ValueTask LookInCacheAsync(Pair pair, CancellationToken cancellationToken)
    {
        if (await cache.TryReadAsync(pair, fingerprint, cancellationToken) is { } vector)
        {
            Take(vector);
        }
    }

    // One question at a time, for all pairs, at most one a tick: callers that come meanwhile wait for its answer, and a database that is away
    // is not stormed.
    private async Task LookInStoreAsync(CancellationToken cancellationToken)
    {
        await _store.WaitAsync(cancellationToken);
        try
        {
            if (_storeAsked is { } asked && time.GetElapsedTime(asked) < _options.PollEvery)
            {
                return;
            }

            foreach (var vector in await store.ReadLatestAsync(fingerprint, cancellationToken))
            {
                Take(vector);
            }

            _storeAsked = time.GetTimestamp();
        }
        catch (FaultException error) when (error.Fault == Fault.StorageUnavailable)
        {
            _storeAsked = time.GetTimestamp();
        }
        finally
        {
            _store.Release();
        }
    }

    private void Take(FeatureVector vector)
    {
        ref var place = ref _memory[vector.Pair.Index];
        for (var known = Volatile.Read(ref place); known is null || known.Close <= vector.Close;)
        {
            var seen = Interlocked.CompareExchange(ref place, vector, known);
            if (ReferenceEquals(seen, known))
            {
                return;
            }

            known = seen;
        }
    }

    private FeatureVector? Fresh(Pair pair) =>
        Volatile.Read(ref _memory[pair.Index]) is { } known && AgeOf(known) <= _options.FreshFor ? known : null;

    private TimeSpan AgeOf(FeatureVector vector) => time.GetUtcNow() - vector.Close.ToDateTimeOffset();
}
