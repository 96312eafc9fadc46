using System.CommandLine;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Packages;
using Bqx.Trainer.Promotion;

namespace Bqx.Trainer.Commands;

/// <summary><c>rollback</c>: moves a label back to where it was.</summary>
internal static class RollbackCommand
{
    public static Command Create()
    {
        var label = CommonOptions.Label();
        var timeout = CommonOptions.Timeout();
        var json = CommonOptions.Json();
        var command = new Command("rollback", "Moves a label back to the package that it was on before.") { label, timeout, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var limit = CommonOptions.ParseTimeout(parsed.GetValue(timeout));
            var storage = await host.GetStorageAsync(cancellationToken);
            var promoter = new Promoter(storage.Labels, host.Clock);
            await PackageCheck.RunAsync(host.Models, host.TrustedKeys, await promoter.FindPreviousAsync(parsed.GetValue(label)!, cancellationToken), cancellationToken);
            var result = await new PromotionJob(host.Models, storage.Labels, storage.Promotions, host.Clock).RollbackAsync(
                parsed.GetValue(label)!, limit, cancellationToken);
            PromotionOutput.Write(host, result, judgement: null, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }
}
