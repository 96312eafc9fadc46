using System.CommandLine;
using Bqx.Core;
using Bqx.Learning.Splits;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Runs;
using Bqx.Trainer.Studies;
using Bqx.Trainer.Training;

namespace Bqx.Trainer.Commands.Training;

/// <summary><c>train release</c>: opens the lock box for a finished run, once, and judges its last fold's models there.</summary>
internal static class ReleaseCommand
{
    private const string LedgerName = "lockbox.jsonl";

    public static Command Create()
    {
        var name = new Argument<string>("RELEASE") { Description = "Name of the release, such as 1.0. A release opens the lock box once." };
        var run = new Option<string>("--run") { Description = "The finished run of 'train all': its id, or the beginning of it.", Required = true };
        var by = new Option<string>("--by") { Description = "Who asks; kept in the ledger.", DefaultValueFactory = _ => Environment.UserName };
        var json = CommonOptions.Json();
        var command = new Command("release", "Opens the lock box for a release, writes that down, and judges the last fold's models on it.")
        {
            name, run, by, json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var runs = new RunStore(host.Paths.Home);
            var record = await runs.ReadAsync(parsed.GetValue(run)!, cancellationToken);
            var folder = new StudyFolder(runs.FolderOf(record.Id));
            var plan = await folder.ReadPlanAsync(cancellationToken);
            if (plan.Kind != StudyKind.All || record.Status != "done")
            {
                throw new FaultException(
                    Fault.InvalidInput, $"Run {record.Id} is {record.Status}, of 'train {plan.Kind.ToString().ToLowerInvariant()}': a finished one of 'train all' is needed.");
            }

            var box = plan.Walk().LockBox ?? throw new FaultException(
                Fault.InvalidInput, $"The history of run {record.Id} has no lock box: {WalkForward.MonthsForLockBox} months are needed for one.");
            var storage = await host.GetStorageAsync(cancellationToken);
            var key = new LockBoxLedger(Path.Combine(host.Paths.Home, LedgerName), host.Clock).Open(
                box, new LockBoxRequest(parsed.GetValue(name)!, CodeVersion.Current, record.DataHash, parsed.GetValue(by)!));
            var stores = new StudyStores(storage.History.Bars, storage.Trials, storage.Features);
            var judged = await new Study(host, stores, plan, folder, new Release(parsed.GetValue(name)!, key)).RunAsync(cancellationToken);
            StudyOutput.Write(host, judged, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }
}
