using Bqx.Core;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Keeps requests, or fails.</summary>
internal sealed class MemoryRequestLog : IRequestLog
{
    public List<LoggedRequest> Written { get; } = [];

    public List<DateTimeOffset> Trimmed { get; } = [];

    public FaultException? Failure { get; set; }

    public Task WriteAsync(IReadOnlyList<LoggedRequest> requests, CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
        {
            return Task.FromException(failure);
        }

        Written.AddRange(requests);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<LoggedRequest>> ReadAsync(long after, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LoggedRequest>>(Written);

    public Task<long> TrimAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        Trimmed.Add(before);
        return Task.FromResult(0L);
    }
}
