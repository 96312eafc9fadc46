using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Promotion;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>package list</c>, <c>package show</c>, <c>package verify</c>; also called <c>models</c>.</summary>
internal static class PackageCommand
{
    public static Command Create()
    {
        var command = new Command("package", "Lists, shows and verifies packages of the model repository.") { CreateList(), CreateShow(), CreateVerify() };
        command.Aliases.Add("models");
        return command;
    }

    private static Command CreateList()
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "Lists all packages.") { json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var manifests = new List<ModelManifest>();
            foreach (var id in await host.Models.ListAsync(cancellationToken))
            {
                manifests.Add(await ReadManifestAsync(host.Models, id, cancellationToken));
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

    private static Command CreateShow()
    {
        var id = CommonOptions.Model();
        var command = new Command("show", "Prints a package's manifest, as it is.") { id };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var files = await host.Models.ReadAsync(CommonOptions.ParseModel(parsed.GetValue(id)), cancellationToken);
            var manifest = files.TryGetValue(PackageFileNames.Manifest, out var bytes)
                ? bytes
                : throw new FaultException(Fault.ModelFailed, $"The package has no {PackageFileNames.Manifest}.");
            host.Output.Profile.Out.Writer.WriteLine(System.Text.Encoding.UTF8.GetString(manifest.Span));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateVerify()
    {
        var id = CommonOptions.Model();
        var json = CommonOptions.Json();
        var command = new Command("verify", "Verifies a package and runs its probes, as a server does before serving it.") { id, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var model = CommonOptions.ParseModel(parsed.GetValue(id));
            var started = host.Clock.GetTimestamp();
            var package = await PackageCheck.RunAsync(host.Models, host.TrustedKeys, model, cancellationToken);
            var manifest = package.Manifest;
            var seconds = host.Clock.GetElapsedTime(started).TotalSeconds;
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new { Id = model.ToString(), Ready = true, Seconds = Math.Round(seconds, 3), manifest.Files });
            }
            else
            {
                host.Output.WriteLine($"{model} is in order: {manifest.Files.Count} files, {manifest.Files.Values.Sum(file => file.Length)} bytes, probes passed in {seconds:0.00} s.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static ModelMetric? SkillOf(ModelManifest manifest) => manifest.Metrics.FirstOrDefault(metric => metric.Name == "skill");

    private static async Task<ModelManifest> ReadManifestAsync(IModelRepository models, ModelId id, CancellationToken cancellationToken)
    {
        var files = await models.ReadAsync(id, cancellationToken);
        return files.TryGetValue(PackageFileNames.Manifest, out var bytes)
            ? ModelManifestJson.Read(bytes.Span)
            : throw new FaultException(Fault.ModelFailed, $"{id} has no {PackageFileNames.Manifest}.");
    }
}
