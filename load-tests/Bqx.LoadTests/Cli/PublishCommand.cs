using System.CommandLine;
using Bqx.LoadTests.Servers;

namespace Bqx.LoadTests.Cli;

/// <summary>What <c>chaos</c> starts to kill it.</summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var models = new Option<string>("--models") { Description = "The folder of packages.", Required = true };
        var name = new Option<string>("--name") { Description = "Name of the packages.", Required = true };
        var command = new Command("publish", "Publishes versions of a small model, one after the other, until it is stopped.") { models, name };
        command.SetAction((parsed, cancellationToken) =>
            SamplePackages.PublishForeverAsync(parsed.GetValue(models)!, parsed.GetValue(name)!, cancellationToken));
        return command;
    }
}
