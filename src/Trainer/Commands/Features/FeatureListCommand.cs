using System.CommandLine;
using Bqx.Features;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Features;

/// <summary><c>features list</c>: the whole catalogue.</summary>
internal static class FeatureListCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one line, a JSON array." };
        var command = new Command("list", "Lists the catalogue; --json: one line, an array with one record a feature.") { json };
        command.SetBody((host, parsed, _) =>
        {
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(FeatureCatalogue.All);
            }
            else
            {
                Print(host.Output);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Print(IAnsiConsole output)
    {
        var table = new Table().AddColumns("id", "name", "family", "window", "lag", "lookback", "scaling");
        foreach (var feature in FeatureCatalogue.All)
        {
            table.AddRow(
                $"{feature.Id}", feature.Name, $"{feature.Family}", $"{feature.Window}", $"{feature.Lag}", $"{feature.Lookback}", $"{feature.Scaling}");
        }

        output.Write(table);
        output.WriteLine($"{FeatureCatalogue.Schema.Count} features, fingerprint {FeatureCatalogue.Schema.Fingerprint}.");
    }
}
