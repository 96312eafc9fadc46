using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Packages;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Packages;

/// <summary><c>package export</c>.</summary>
internal static class PackageExportCommand
{
    public static Command Create()
    {
        var id = CommonOptions.Model();
        var standalone = new Option<bool>("--standalone") { Description = "One graph a pair, encoder and head fused, laid out for Triton Inference Server. The only form there is.", Required = true };
        var to = new Option<string>("--to") { Description = "Folder to write into.", Required = true };
        var pair = new Option<string?>("--pair") { Description = "This pair only." };
        var json = CommonOptions.Json();
        var command = new Command("export", "Writes a package for servers that know no bundles.") { id, standalone, to, pair, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var model = CommonOptions.ParseModel(parsed.GetValue(id));
            Pair? only = parsed.GetValue(pair) is { } name ? Pair.Parse(name) : null;
            await PackageCheck.RunAsync(host.Models, host.TrustedKeys, model, cancellationToken);
            var written = await new StandaloneExport(host.Models).RunAsync(model, parsed.GetValue(to)!, only, cancellationToken);
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new { Id = model.ToString(), Models = written });
            }
            else
            {
                host.Output.WriteLine($"{written.Count} {(written.Count == 1 ? "model" : "models")} of {model}, each checked against the package's probes: {string.Join(", ", written)}.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
