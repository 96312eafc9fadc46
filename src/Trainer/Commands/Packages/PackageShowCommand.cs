using System.CommandLine;
using System.Text;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Packages;

namespace Bqx.Trainer.Commands.Packages;

/// <summary><c>package show</c>.</summary>
internal static class PackageShowCommand
{
    public static Command Create()
    {
        var id = CommonOptions.Model();
        var json = new Option<bool>("--json") { Description = "Print the manifests as they are, one JSON object: that of the package, and of its members by id." };
        var command = new Command("show", "Shows what a package is: kind, members, metrics with baselines, controls, lineage, signature.") { id, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var package = await host.Models.ReadContentAsync(CommonOptions.ParseModel(parsed.GetValue(id)), cancellationToken);
            var members = await host.Models.ReadMembersAsync(package.Manifest, cancellationToken);
            var writer = host.Output.Profile.Out.Writer;
            if (parsed.GetValue(json))
            {
                var texts = members.Select(member => $"\"{member.Manifest.Id}\": {TextOf(member.Files)}");
                await writer.WriteLineAsync($"{{\"manifest\": {TextOf(package.Files)},\n\"members\": {{{string.Join(",\n", texts)}}}}}");
                return ExitCode.Done;
            }

            foreach (var line in PackageSummary.Lines(package, members, host.TrustedKeys))
            {
                await writer.WriteLineAsync(line);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string TextOf(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        Encoding.UTF8.GetString(files[PackageFileNames.Manifest].Span);
}
