using Bqx.Core;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Keeps what is quarantined, and tells of it.</summary>
internal sealed class MemoryQuarantine : IQuarantine
{
    private readonly TaskCompletionSource<IReadOnlyList<QuarantinedRow>> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was written first.</summary>
    public Task<IReadOnlyList<QuarantinedRow>> First => _first.Task;

    public Task WriteAsync(IReadOnlyList<QuarantinedRow> rows, CancellationToken cancellationToken)
    {
        _first.TrySetResult(rows);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<QuarantinedRow>> ReadAsync(QuarantineQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantinedRow>>([]);

    public Task<IReadOnlyList<QuarantineCount>> CountAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantineCount>>([]);
}
