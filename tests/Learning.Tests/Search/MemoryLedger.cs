using Bqx.Core;

namespace Bqx.Learning.Tests.Search;

/// <summary>A ledger in memory.</summary>
internal sealed class MemoryLedger : ITrialLedger
{
    public List<Trial> Trials { get; } = [];

    public Task AddAsync(Trial trial, CancellationToken cancellationToken)
    {
        Trials.Add(trial);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Trial>> ListAsync(string study, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Trial>>([.. Trials.Where(trial => trial.Study == study)]);
}
