using System.CommandLine;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Packages;
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
        var force = new Option<string?>("--force") { Description = "Promote it even where a control failed or it is worse than what is there; the reason is recorded." };
        var json = CommonOptions.Json();
        var command = new Command("promote", "Moves a label onto a package that is not worse than what is there, once every running server has it ready.")
        {
            id, label, force, timeout, json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var model = CommonOptions.ParseModel(parsed.GetValue(id));
            var limit = CommonOptions.ParseTimeout(parsed.GetValue(timeout));
            await PackageCheck.RunAsync(host.Models, host.TrustedKeys, model, cancellationToken);
            var storage = await host.GetStorageAsync(cancellationToken);
            var (result, judgement) = await new PromotionJob(host.Models, storage.Labels, storage.Promotions, host.Clock).RunAsync(
                parsed.GetValue(label)!, model, parsed.GetValue(force), limit, cancellationToken);
            PromotionOutput.Write(host, result, judgement, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }
}
