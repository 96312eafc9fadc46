using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Packages;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Packages;

/// <summary><c>package bundle</c>.</summary>
internal static class PackageBundleCommand
{
    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "The bundle to start from, name@version.", Required = true };
        var replace = new Option<string[]>("--replace") { Description = "A head to put into its place, such as EURUSD=bqx-eurusd@2. May come again.", Required = true };
        var json = CommonOptions.Json();
        var command = new Command("bundle", "Makes the next version of a bundle with other heads for some pairs.") { from, replace, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var heads = ParseHeads(parsed.GetValue(replace)!);
            var package = await new BundleChange(host.Models).RunAsync(CommonOptions.ParseModel(parsed.GetValue(from)), heads, cancellationToken);
            var manifest = package.Manifest;
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new { Id = manifest.Id.ToString(), Members = manifest.Members.Select(member => member.Id) });
            }
            else
            {
                host.Output.WriteLine($"{manifest.Id} is {manifest.Lineage.Parent} with {string.Join(", ", heads.Values)}. It is not signed.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Reads <c>PAIR=name@version</c>, each pair once.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/> or <see cref="Fault.UnknownPair"/>.</exception>
    internal static Dictionary<Pair, ModelId> ParseHeads(string[] texts)
    {
        var heads = new Dictionary<Pair, ModelId>();
        foreach (var text in texts)
        {
            var parts = text.Split('=', 2);
            if (parts.Length != 2 || !heads.TryAdd(Pair.Parse(parts[0]), CommonOptions.ParseModel(parts[1])))
            {
                throw new FaultException(
                    Fault.InvalidInput, $"'{FaultException.Excerpt(text)}' is no replacement: write EURUSD=name@version, each pair once.");
            }
        }

        return heads;
    }
}
