using System.CommandLine;
using Bqx.Features;
using Bqx.Trainer.FeatureTables;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>features</c>: what the catalogue holds, and its tables.</summary>
internal static class FeaturesCommand
{
    private const int MaxDays = 3_660;

    public static Command Create() => new("features", "Lists, describes and computes features.") { List(), Describe(), Compute() };

    private static Command List()
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "Lists the catalogue.") { json };
        command.SetBody((host, parsed, _) =>
        {
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new
                {
                    FeatureCatalogue.Schema.Count,
                    Fingerprint = $"{FeatureCatalogue.Schema.Fingerprint}",
                    FeatureCatalogue.LongestLookback,
                    Features = FeatureCatalogue.All,
                });
            }
            else
            {
                PrintList(host.Output);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Command Describe()
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
                PrintOne(host.Output, feature);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Command Compute()
    {
        var days = new Option<int>("--days") { Description = "Trading days to store.", DefaultValueFactory = _ => 5 };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxDays)
            {
                result.AddError($"--days takes 1 to {MaxDays}.");
            }
        });
        var json = CommonOptions.Json();
        var command = new Command("compute", "Stores the feature tables of the last days, the engine's snapshot and the latest vectors.")
        {
            days, json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var started = host.Clock.GetTimestamp();
            var storage = await host.GetStorageAsync(cancellationToken);
            var job = new ComputeJob(storage.Bars, storage.Features, host.Clock);
            var result = await host.TrackAsync(
                "Computing features", count => job.RunAsync(parsed.GetValue(days), count, cancellationToken));
            var seconds = host.Clock.GetElapsedTime(started).TotalSeconds;
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new
                {
                    result.Minutes,
                    result.Rows,
                    After = $"{result.After}",
                    Last = $"{result.Last}",
                    result.FromSnapshot,
                    Seconds = seconds,
                });
            }
            else
            {
                host.Output.WriteLine(
                    $"{result.Minutes:N0} minutes replayed from {(result.FromSnapshot ? "a snapshot" : "the first bar")}, "
                    + $"{result.Rows:N0} rows of features after {result.After} stored; {seconds:F1} s.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void PrintList(IAnsiConsole output)
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

    private static void PrintOne(IAnsiConsole output, FeatureDefinition feature)
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
