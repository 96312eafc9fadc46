namespace Bqx.Core;

/// <summary>The projection of the latest vectors (Redis). It may vanish at any time; no caller fails because of it.</summary>
public interface IVectorCache
{
    /// <summary>Stores a vector unless a later one is there. False when it was older or the cache is out of reach.</summary>
    ValueTask<bool> TryWriteAsync(FeatureVector vector, CancellationToken cancellationToken);

    /// <summary>The vector of a pair, or null when there is none, it has another fingerprint, or the cache is out of reach.</summary>
    ValueTask<FeatureVector?> TryReadAsync(Pair pair, Digest fingerprint, CancellationToken cancellationToken);

    /// <summary>
    /// Pairs that have a new vector, as they are told; a pair told again before it is taken comes once. What is told while the cache is out
    /// of reach does not come: poll besides.
    /// </summary>
    IAsyncEnumerable<Pair> WatchAsync(CancellationToken cancellationToken);
}
