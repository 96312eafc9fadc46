using System.CommandLine;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Studies;

namespace Bqx.Trainer.Commands.Training;

/// <summary><c>train release</c>: opens the lock box for a finished run, once, and judges its last fold's models there.</summary>
internal static class ReleaseCommand
{
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
            var job = new ReleaseJob(host, async stop =>
            {
                var storage = await host.GetStorageAsync(stop);
                return new StudyStores(storage.History.Bars, storage.Trials, storage.Features);
            });
            var judged = await job.RunAsync(parsed.GetValue(name)!, parsed.GetValue(run)!, parsed.GetValue(by)!, cancellationToken);
            StudyOutput.Write(host, judged, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }
}
