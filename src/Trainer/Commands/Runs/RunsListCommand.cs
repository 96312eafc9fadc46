using System.CommandLine;
using Bqx.Core;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Runs;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Runs;

/// <summary><c>runs list</c>: a line for each run, the newest first.</summary>
internal static class RunsListCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var limit = CommonOptions.Limit(50);
        var command = new Command("list", "Lists runs, the newest first: skill over the martingale, gain over HAR, controls passed.") { limit, json };
        command.SetBody(async (host, parsed, cancellationToken) =>
        {
            var runs = await ReadAsync(RunsCommand.Store(host), parsed.GetValue(limit), host.Say, cancellationToken);
            if (parsed.GetValue(json))
            {
                host.Output.WriteJson(new { Runs = runs });
            }
            else
            {
                Print(host.Output, runs);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Reads the newest runs; one that cannot be read is named and left out.</summary>
    internal static async Task<IReadOnlyList<RunSummary>> ReadAsync(
        RunStore store, int limit, Action<string> warn, CancellationToken cancellationToken)
    {
        var runs = new List<RunSummary>();
        foreach (var id in store.Ids().Reverse().Take(limit))
        {
            try
            {
                runs.Add(RunSummary.Of(await store.ReadAsync(id, cancellationToken)));
            }
            catch (FaultException error)
            {
                warn(error.Message);
            }
        }

        return runs;
    }

    internal static void Print(IAnsiConsole output, IReadOnlyList<RunSummary> runs)
    {
        if (runs.Count == 0)
        {
            output.WriteLine("There is no run yet: 'train all' makes one.");
            return;
        }

        var table = new Table().AddColumns("run", "status", "controls", "model", "skill ± error", "log-RV R² − HAR, median pair", "command");
        foreach (var run in runs)
        {
            table.AddRow(
                new Text(run.Id),
                new Text(run.Status),
                new Text(run.Checks == 0 ? "none" : $"{run.ChecksPassed} of {run.Checks}"),
                new Text(run.Model ?? ""),
                new Text(run.Skill is { } skill ? FigureText.WithError(skill, run.SkillError) : ""),
                new Text(run.LogRvGain is { } gain ? FigureText.Signed(gain) : ""),
                new Text(run.Command));
        }

        output.Write(table);
    }
}
