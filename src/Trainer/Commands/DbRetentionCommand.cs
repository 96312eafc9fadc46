using System.CommandLine;
using Bqx.Storage;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>db retention</c>.</summary>
internal static class DbRetentionCommand
{
    private const int DefaultFeatures = 24;
    private const int DefaultPredictions = 36;

    public static Command Create()
    {
        var bars = Months("--bars", "one-minute bars. Default: all", null);
        var features = Months("--features", "feature tables, which 'db rebuild' makes again", DefaultFeatures);
        var predictions = Months("--predictions", "predictions with their outcomes", DefaultPredictions);
        var dryRun = new Option<bool>("--dry-run") { Description = "Only show what would be dropped." };
        var json = CommonOptions.Json();
        var command = new Command("retention", "Drops the oldest months, whole partitions only, counted back from the last bar.")
        {
            bars, features, predictions, dryRun, json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var options = new RetentionOptions
            {
                Bars = parsed.GetValue(bars),
                Features = parsed.GetValue(features),
                Predictions = parsed.GetValue(predictions),
            };
            var admin = (await host.GetStorageAsync(cancellationToken)).Admin;
            var dry = parsed.GetValue(dryRun);
            var dropped = dry
                ? await admin.PlanRetentionAsync(options, cancellationToken)
                : await admin.ApplyRetentionAsync(options, cancellationToken);
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new
                {
                    DryRun = dry,
                    Bytes = dropped.Sum(leaf => leaf.Bytes),
                    Partitions = dropped.Select(leaf => new { leaf.Table, Pair = leaf.Pair.Name, leaf.Month, leaf.Bytes }),
                });
            }
            else
            {
                Print(host.Output, dropped, dry);
            }

            return ExitCode.Done;
        });
        return command;
    }

    internal static void Print(IAnsiConsole output, IReadOnlyList<DroppedPartition> dropped, bool dry)
    {
        if (dropped.Count > 0)
        {
            var table = new Table().AddColumns("table", "months", "partitions", "MB");
            foreach (var group in dropped.GroupBy(leaf => leaf.Table))
            {
                table.AddRow(
                    group.Key, $"{group.Min(leaf => leaf.Month)} to {group.Max(leaf => leaf.Month)}", $"{group.Count():N0}",
                    $"{group.Sum(leaf => leaf.Bytes) / 1e6:N1}");
            }

            output.Write(table);
        }

        output.WriteLine($"{dropped.Count:N0} partitions {(dry ? "would be" : "were")} dropped, {dropped.Sum(leaf => leaf.Bytes) / 1e6:N1} MB.");
    }

    private static Option<int?> Months(string name, string what, int? otherwise)
    {
        var option = new Option<int?>(name)
        {
            Description = $"Months to keep of the {what}.",
            DefaultValueFactory = _ => otherwise,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !int.TryParse(token.Value, out var months) || months < RetentionOptions.Fewest))
            {
                result.AddError($"{name} takes {RetentionOptions.Fewest} months or more.");
            }
        });
        return option;
    }
}
