using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Packages;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Packages;

/// <summary><c>package verify</c>.</summary>
internal static class PackageVerifyCommand
{
    public static Command Create()
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
            var isSigned = package.Files.ContainsKey(PackageFileNames.Signature);
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new
                {
                    Id = model.ToString(),
                    Ready = true,
                    Seconds = Math.Round(seconds, 3),
                    Signed = isSigned,
                    package.SignedBy,
                    Members = manifest.Members.Select(member => member.Id),
                    manifest.Files,
                });
                return ExitCode.Done;
            }

            var signature = package.SignedBy is { } key ? $"signed by the trusted key {key}"
                : isSigned ? "signed, but no keys are trusted here (BQX_TRUSTED_KEYS)"
                : "not signed";
            var members = manifest.Members.IsEmpty ? "" : $", {manifest.Members.Length} members";
            host.Output.WriteLine($"{model} is in order: {manifest.Files.Count} files{members}, {manifest.Files.Values.Sum(file => file.Length)} bytes, {signature}, probes passed in {seconds:0.00} s.");
            return ExitCode.Done;
        });
        return command;
    }
}
