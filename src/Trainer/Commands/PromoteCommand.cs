using System.CommandLine;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Promotion;

namespace Bqx.Trainer.Commands;

/// <summary><c>promote</c>: moves a label onto a package on every server.</summary>
internal static class PromoteCommand
{
    public static Command Create()
    {
        var id = CommonOptions.Model();
        var label = CommonOptions.Label();
        var timeout = CommonOptions.Timeout();
        var json = CommonOptions.Json();
        var command = new Command("promote", "Moves a label onto a package, once every running server has it ready.") { id, label, timeout, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var model = CommonOptions.ParseModel(parsed.GetValue(id));
            var limit = CommonOptions.ParseTimeout(parsed.GetValue(timeout));
            await PackageCheck.RunAsync(host.Models, host.TrustedKeys, model, cancellationToken);
            var storage = await host.GetStorageAsync(cancellationToken);
            var result = await new Promoter(storage.Labels, host.Clock).PromoteAsync(parsed.GetValue(label)!, model, limit, cancellationToken);
            PromotionOutput.Write(host, result, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }
}
