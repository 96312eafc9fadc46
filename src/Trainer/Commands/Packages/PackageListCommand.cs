using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Packages;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Packages;

/// <summary><c>package list</c>.</summary>
internal static class PackageListCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "Lists all packages.") { json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var manifests = new List<ModelManifest>();
            foreach (var id in await host.Models.ListAsync(cancellationToken))
            {
                manifests.Add((await host.Models.ReadContentAsync(id, cancellationToken)).Manifest);
            }

            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new { Packages = manifests.Select(manifest => new { Id = manifest.Id.ToString(), manifest.Kind, manifest.Target, Skill = SkillOf(manifest)?.Value }) });
                return ExitCode.Done;
            }

            var table = new Table().AddColumns("package", "kind", "target", "pair", "skill", "± error");
            foreach (var manifest in manifests)
            {
                var skill = SkillOf(manifest);
                table.AddRow(manifest.Id.ToString(), manifest.Kind, manifest.Target, manifest.Pair, $"{skill?.Value:0.00000}", $"{skill?.Error:0.00000}");
            }

            host.Output.Write(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static ModelMetric? SkillOf(ModelManifest manifest) => manifest.Metrics.FirstOrDefault(metric => metric.Name == "skill");
}
