namespace Bqx.Core;

/// <summary>Everything that was tried (<c>bqx.trial</c>), kept for ever.</summary>
public interface ITrialLedger
{
    /// <summary>Writes a trial down.</summary>
    Task AddAsync(Trial trial, CancellationToken cancellationToken);

    /// <summary>Trials of a study, in the order in which they were written down.</summary>
    Task<IReadOnlyList<Trial>> ListAsync(string study, CancellationToken cancellationToken);
}
