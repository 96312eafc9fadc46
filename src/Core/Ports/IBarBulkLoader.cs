namespace Bqx.Core;

/// <summary>Loads history faster than <see cref="IBarStore"/> can: one pair's bars in time order.</summary>
public interface IBarBulkLoader
{
    /// <summary>Loads bars of one pair, ascending by close; idempotent. Returns how many rows are new or changed.</summary>
    Task<long> LoadAsync(Pair pair, IAsyncEnumerable<Bar> bars, CancellationToken cancellationToken);
}
