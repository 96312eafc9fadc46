using System.CommandLine;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Runs;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Runs;

/// <summary><c>runs show</c>: controls, then verdicts, then figures of a run.</summary>
internal static class RunsShowCommand
{
    private static readonly string[] Kinds = ["pair", "month", "hour", "regime"];

    public static Command Create()
    {
        var run = RunsCommand.Run();
        var slice = new Option<string?>("--slice") { Description = "Figures by pair, month, hour or regime instead of over all rows." };
        slice.AcceptOnlyFromAmong(Kinds);
        var json = CommonOptions.Json();
        var command = new Command("show", "Shows a run: controls first, then verdicts and figures; --json: its whole record.") { run, slice, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var store = RunsCommand.Store(host);
            var record = await store.ReadAsync(parsed.GetValue(run)!, cancellationToken);
            if (parsed.GetValue(json))
            {
                host.Output.Profile.Out.Writer.WriteLine(RunJson.WriteLine(record));
            }
            else
            {
                Print(host.Output, record, parsed.GetValue(slice), File.Exists(store.ReportOf(record.Id)) ? store.ReportOf(record.Id) : null);
            }

            return ExitCode.Done;
        });
        return command;
    }

    internal static void Print(IAnsiConsole output, RunRecord run, string? kind, string? report)
    {
        output.WriteLine($"{run.Id}: {run.Status}, seed {run.Seed}, code {run.CodeVersion}, data {run.DataHash}");
        output.WriteLine(run.Command);
        PrintChecks(output, run);
        var figures = new RunFigures(run.Figures);
        foreach (var verdict in RunVerdict.Of(figures))
        {
            output.WriteLine(verdict.Sentence);
        }

        PrintFigures(output, kind is null ? figures.Rows(RunFigures.All) : figures.Slices(kind).SelectMany(figures.Rows));
        if (run.Inspection is { Inputs.Length: > 0 } inspection)
        {
            output.WriteLine(new InputRanks(inspection).Sentence);
        }

        foreach (var fold in run.Folds)
        {
            output.WriteLine($"fold {fold.Fold} {fold.Role,-12} {fold.First} to {fold.Last}, {fold.Rows:N0} rows");
        }

        if (run.Stages.Length > 0)
        {
            output.WriteLine(string.Join(", ", run.Stages.Select(stage => $"{stage.Stage} {FigureText.Duration(stage.Seconds)}")));
        }

        output.WriteLine(run.Packages.Length == 0 ? "No package was published." : $"Packages: {string.Join(", ", run.Packages)}");
        output.WriteLine(report is null ? $"No report yet: 'runs report {run.Id}' writes it." : $"Report: {report}");
    }

    private static void PrintChecks(IAnsiConsole output, RunRecord run)
    {
        if (run.Checks.Length == 0)
        {
            output.WriteLine("No control was run: the figures rest on none.");
            return;
        }

        var table = new Table().AddColumns("control", "kind", "passed", "expected", "observed");
        foreach (var check in run.Checks)
        {
            table.AddRow(
                new Text(check.Name), new Text(check.Kind), new Text(check.Passed ? "yes" : "NO"), new Text(check.Expected), new Text(check.Observed));
        }

        output.Write(table);
    }

    private static void PrintFigures(IAnsiConsole output, IEnumerable<FigureRow> figures)
    {
        var rows = figures.ToList();
        if (rows.Count == 0)
        {
            output.WriteLine("There are no such figures.");
            return;
        }

        var columns = FigureColumn.Of(rows);
        var table = new Table().AddColumns([.. columns.Select(column => Markup.Escape(column.Name))]);
        foreach (var row in rows)
        {
            table.AddRow(columns.Select(column => new Text(column.Text(row))));
        }

        output.Write(table);
    }
}
