using System.CommandLine;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Commands.Runs;

/// <summary><c>runs</c>: what earlier trainings found.</summary>
internal static class RunsCommand
{
    public static Command Create() => new("runs", "Lists, shows and compares runs of train, and writes their reports.")
    {
        RunsListCommand.Create(),
        RunsShowCommand.Create(),
        RunsCompareCommand.Create(),
        RunsReportCommand.Create(),
    };

    public static Argument<string> Run(string name = "ID") => new(name)
    {
        Description = $"A run: its id, the beginning of it, or '{RunStore.Latest}'.",
    };

    public static RunStore Store(TrainerHost host) => new(host.Paths.Home);
}
