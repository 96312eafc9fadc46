namespace Bqx.Core;

/// <summary>The truth about bars (<c>bqx.m1</c>).</summary>
public interface IBarStore
{
    /// <summary>
    /// Stores bars, idempotent by (pair, close): writing the same bar twice changes nothing, other values replace. When it
    /// returns, the bars are committed.
    /// </summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>.</exception>
    Task WriteAsync(ReadOnlyMemory<Bar> bars, CancellationToken cancellationToken);

    /// <summary>All bars with after &lt; close ≤ upTo, minute by minute in time order; null bounds are open.</summary>
    IAsyncEnumerable<MinuteBars> ReadAsync(Minute? after, Minute? upTo, CancellationToken cancellationToken);

    /// <summary>Close of the first and last bar over all pairs, or null when there is none.</summary>
    Task<(Minute First, Minute Last)?> GetRangeAsync(CancellationToken cancellationToken);
}
