using Bqx.Core;
using Bqx.Learning.Splits;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Runs;
using Bqx.Trainer.Training;

namespace Bqx.Trainer.Studies;

/// <summary>Opens the lock box of a finished run for a release, once, and judges the last fold's models there.</summary>
/// <param name="host">Consoles, clock and paths.</param>
/// <param name="openStores">Opens bars, trials and features, once it is known that they are needed.</param>
internal sealed class ReleaseJob(TrainerHost host, Func<CancellationToken, Task<StudyStores>> openStores)
{
    private const string LedgerName = "lockbox.jsonl";

    /// <summary>Who opened a lock box when.</summary>
    public LockBoxLedger Ledger { get; } = new(Path.Combine(host.Paths.Home, LedgerName), host.Clock);

    /// <summary>Opens and judges.</summary>
    /// <param name="release">Name of the release.</param>
    /// <param name="run">The finished run of <c>train all</c>: its id, or the beginning of it.</param>
    /// <param name="askedBy">Who asks; kept in the ledger.</param>
    /// <param name="cancellationToken">Stops it; a lock box that is open by then stays so.</param>
    /// <returns>The record of a run of its own.</returns>
    /// <exception cref="FaultException">
    /// <see cref="Fault.InvalidInput"/>: there is no such run, it is not a finished one of <c>train all</c> or has no lock box, or the release
    /// has opened one before.
    /// </exception>
    public async Task<RunRecord> RunAsync(string release, string run, string askedBy, CancellationToken cancellationToken)
    {
        var runs = new RunStore(host.Paths.Home);
        var record = await runs.ReadAsync(run, cancellationToken);
        var folder = new StudyFolder(runs.FolderOf(record.Id));
        var plan = await folder.ReadPlanAsync(cancellationToken);
        if (plan.Kind != StudyKind.All || record.Status != "done")
        {
            throw new FaultException(
                Fault.InvalidInput, $"Run {record.Id} is {record.Status}, of 'train {plan.Kind.ToString().ToLowerInvariant()}': a finished one of 'train all' is needed.");
        }

        var box = plan.Walk().LockBox ?? throw new FaultException(
            Fault.InvalidInput, $"The history of run {record.Id} has no lock box: {WalkForward.MonthsForLockBox} months are needed for one.");
        var stores = await openStores(cancellationToken);
        var key = Ledger.Open(box, new LockBoxRequest(release, CodeVersion.Current, record.DataHash, askedBy));
        return await new Study(host, stores, plan, folder, new Release(release, key)).RunAsync(cancellationToken);
    }
}
