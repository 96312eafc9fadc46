namespace Bqx.Core;

/// <summary>A sample of the requests (<c>bqx.request</c>), with the rows that were run (<c>bqx.request_input</c>).</summary>
public interface IRequestLog
{
    /// <summary>Appends requests, all or none.</summary>
    /// <exception cref="FaultException"><see cref="Fault.StorageUnavailable"/>.</exception>
    Task WriteAsync(IReadOnlyList<LoggedRequest> requests, CancellationToken cancellationToken);

    /// <summary>Requests in the order of the log.</summary>
    /// <param name="after">Those behind this place.</param>
    /// <param name="since">Those answered at this time or later.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<LoggedRequest>> ReadAsync(long after, DateTimeOffset since, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes requests that were answered before a time, and rows that no later one was answered from. Returns how many requests.</summary>
    Task<long> TrimAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
