using System.CommandLine;
using Bqx.Core;
using Bqx.Learning.Training;
using Bqx.Trainer.Commands.Training;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Training;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary><c>train</c>: from the stored bars to a published package.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var defaults = new TrainRequest();
        var model = new Option<string>("--model") { Description = "What to fit: ridge or mlp.", DefaultValueFactory = _ => defaults.Model };
        model.AcceptOnlyFromAmong([.. TrainRequest.Models]);
        var name = new Option<string>("--name") { Description = "Name of the package.", DefaultValueFactory = _ => defaults.Name };
        var stride = new Option<int>("--stride") { Description = "Market minutes between two rows of a pair.", DefaultValueFactory = _ => defaults.Stride };
        var days = new Option<int?>("--days") { Description = "Only the last so many days." };
        var from = new Option<string?>("--from") { Description = "Only bars after this instant (ISO 8601, UTC)." };
        var to = new Option<string?>("--to") { Description = "Only bars up to this instant (ISO 8601, UTC)." };
        var seed = new Option<int>("--seed") { Description = "Seed of every random choice.", DefaultValueFactory = _ => defaults.Seed };
        var json = CommonOptions.Json();
        var command = new Command("train", "Trains a quick model of all pairs and publishes its package; the commands below run whole studies with walk-forward folds and controls.")
        {
            model, name, stride, days, from, to, seed, json,
        };
        foreach (var study in StudyCommand.CreateAll())
        {
            command.Subcommands.Add(study);
        }

        command.Subcommands.Add(ReleaseCommand.Create());

        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var request = new TrainRequest
            {
                Model = parsed.GetValue(model)!,
                Name = parsed.GetValue(name)!,
                Stride = parsed.GetValue(stride),
                Days = parsed.GetValue(days),
                From = CommonOptions.ParseInstant(parsed.GetValue(from)),
                To = CommonOptions.ParseInstant(parsed.GetValue(to)),
                Seed = parsed.GetValue(seed),
            };
            var storage = await host.GetStorageAsync(cancellationToken);
            var pipeline = new TrainPipeline(storage.History.Bars, host.Models, host.Clock);
            var report = await WithProgressAsync(host, progress => pipeline.RunAsync(request, progress, cancellationToken));
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(ToJson(report));
            }
            else
            {
                Print(host.Output, report);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Task<TrainReport> WithProgressAsync(TrainerHost host, Func<IProgress<TrainProgress>?, Task<TrainReport>> run) =>
        !host.Progress.Profile.Capabilities.Interactive
            ? run(null)
            : host.Progress.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
                .StartAsync(context =>
                {
                    var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
                    return run(new Relay<TrainProgress>(progress =>
                    {
                        foreach (var (stage, earlier) in bars)
                        {
                            earlier.Value = stage == progress.Stage ? earlier.Value : earlier.MaxValue;
                        }

                        if (!bars.TryGetValue(progress.Stage, out var bar))
                        {
                            bars[progress.Stage] = bar = context.AddTask(progress.Stage, maxValue: 1);
                        }

                        bar.Value = progress.Fraction;
                        bar.Description = Markup.Escape($"{progress.Stage} {progress.Detail}".TrimEnd());
                    }));
                });

    private static void Print(IAnsiConsole output, TrainReport report)
    {
        var manifest = report.Result.Package.Manifest;
        var table = new Table().Title(Markup.Escape($"{report.Id} on its test block"));
        table.AddColumns("metric", "value", "± error", "beside", "its value");
        foreach (var metric in report.Result.Metrics)
        {
            table.AddRow(
                metric.Name, $"{metric.Value:0.00000}", metric.Error is { } error ? $"{error:0.00000}" : "", metric.BaselineName, $"{metric.Baseline:0.00000}");
        }

        output.Write(table);
        foreach (var block in manifest.Splits)
        {
            output.WriteLine($"{block.Role,-12} {block.First} to {block.Last}, {block.Rows} rows");
        }

        if (report.Plan.LockBox is { } lockBox)
        {
            output.WriteLine($"lock box     after {lockBox}: not read");
        }

        output.WriteLine("controls     none: they run with 'train all'");
        var skill = report.Result.Metric("skill");
        output.WriteLine($"{report.Bars} bars, {report.Rows} rows at a stride of {report.Plan.Stride}; {string.Join(", ", report.Result.Choices)}");
        output.WriteLine(string.Join(", ", report.Seconds.Select(stage => $"{stage.Stage} {stage.Seconds:0.0} s")));
        output.WriteLine($"{report.Id}: skill over the martingale {skill.Value:0.00000} ± {skill.Error:0.00000}");
    }

    private static object ToJson(TrainReport report) => new
    {
        Id = report.Id.ToString(),
        Skill = report.Result.Metric("skill").Value,
        SkillError = report.Result.Metric("skill").Error,
        report.Bars,
        report.Rows,
        report.Plan.Stride,
        LockBox = report.Plan.LockBox?.ToString(),
        report.Result.Choices,
        Seconds = report.Seconds.ToDictionary(stage => stage.Stage, stage => Math.Round(stage.Seconds, 3)),
        report.Result.Package.Manifest.Splits,
        report.Result.Metrics,
    };
}
