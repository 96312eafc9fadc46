using System.CommandLine;
using Bqx.Features;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Features;

/// <summary><c>features describe</c>: one feature.</summary>
internal static class FeatureDescribeCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Name of a feature, such as bqx_w60_return." };
        var json = CommonOptions.Json();
        var command = new Command("describe", "Shows everything about one feature.") { name, json };
        command.SetBody((host, parsed, _) =>
        {
            var feature = FeatureCatalogue.Find(parsed.GetValue(name)!);
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(feature);
            }
            else
            {
                Print(host.Output, feature);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Print(IAnsiConsole output, FeatureDefinition feature)
    {
        var grid = new Grid().AddColumns(2);
        void Row(string name, object? value) => grid.AddRow(name, Markup.Escape($"{value}"));
        Row("id", feature.Id);
        Row("name", feature.Name);
        Row("family", $"{(int)feature.Family} {feature.Family}");
        Row("formula", feature.Formula);
        Row("source", feature.Source);
        Row("window", feature.Window);
        Row("lag", feature.Lag);
        Row("lookback", $"{feature.Lookback} market minutes");
        Row("scaling", feature.Scaling);
        Row("missing", feature.Missing);
        Row("version", feature.FormulaVersion);
        Row("equals", feature.LinearRelation ?? "no linear combination of others");
        output.Write(grid);
    }
}
