using System.CommandLine;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Runs;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Runs;

/// <summary><c>runs compare</c>: figures of two runs and what else differs.</summary>
internal static class RunsCompareCommand
{
    public static Command Create()
    {
        var (a, b) = (RunsCommand.Run("A"), RunsCommand.Run("B"));
        var json = CommonOptions.Json();
        var command = new Command("compare", "Compares the figures of two runs on all test rows, and what differs in command, plan, data and code.")
        {
            a, b, json,
        };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var store = RunsCommand.Store(host);
            var comparison = RunComparison.Of(
                await store.ReadAsync(parsed.GetValue(a)!, cancellationToken), await store.ReadAsync(parsed.GetValue(b)!, cancellationToken));
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(comparison);
            }
            else
            {
                Print(host.Output, comparison);
            }

            return ExitCode.Done;
        });
        return command;
    }

    internal static void Print(IAnsiConsole output, RunComparison comparison)
    {
        output.WriteLine($"A {comparison.A}");
        output.WriteLine($"B {comparison.B}");
        PrintDifferences(output, comparison);
        PrintFigures(output, comparison);
        PrintModels(output, "A", comparison.OnlyA);
        PrintModels(output, "B", comparison.OnlyB);
    }

    private static void PrintDifferences(IAnsiConsole output, RunComparison comparison)
    {
        if (comparison.Differences.Length == 0)
        {
            output.WriteLine("Command, plan, data and code are the same.");
            return;
        }

        var table = new Table().AddColumns("differs in", "A", "B");
        foreach (var difference in comparison.Differences)
        {
            table.AddRow(new Text(difference.What), new Text(difference.A ?? "–"), new Text(difference.B ?? "–"));
        }

        output.Write(table);
    }

    private static void PrintFigures(IAnsiConsole output, RunComparison comparison)
    {
        if (comparison.Figures.Length == 0)
        {
            output.WriteLine("The two have no figure in common.");
            return;
        }

        var table = new Table().AddColumns("target", "model", "figure", "A", "B", "B − A ± error", "> 2 errors");
        foreach (var figure in comparison.Figures)
        {
            table.AddRow(
                new Text(figure.Target),
                new Text(figure.Model),
                new Text(figure.Metric),
                new Text(FigureText.Short(figure.A)),
                new Text(FigureText.Short(figure.B)),
                new Text(figure.Error is { } error ? $"{FigureText.Short(figure.Difference)} ± {FigureText.Short(error)}" : FigureText.Short(figure.Difference)),
                new Text(figure.IsMarked ? "yes" : ""));
        }

        output.Write(table);
        output.WriteLine(comparison.ErrorNote);
    }

    private static void PrintModels(IAnsiConsole output, string run, IReadOnlyCollection<string> models)
    {
        if (models.Count > 0)
        {
            output.WriteLine($"Only {run} has {string.Join(", ", models)}.");
        }
    }
}
