using Bqx.Core;

namespace Bqx.Trainer.Tests.Studies;

/// <summary>Trials in memory.</summary>
internal sealed class MemoryTrials : ITrialLedger
{
    private readonly List<Trial> _trials = [];

    /// <summary>After so many trials the study is cancelled, once.</summary>
    public int? CancelAfter { get; set; }

    public CancellationTokenSource? Cancelling { get; set; }

    public Task AddAsync(Trial trial, CancellationToken cancellationToken)
    {
        _trials.Add(trial);
        if (_trials.Count == CancelAfter)
        {
            CancelAfter = null;
            Cancelling!.Cancel();
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Trial>> ListAsync(string study, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Trial>>([.. _trials.Where(trial => trial.Study == study)]);
}
