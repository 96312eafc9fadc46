using System.CommandLine;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands.Keys;

/// <summary><c>keys revoke</c>.</summary>
internal static class KeysRevokeCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The key to take out." };
        var file = KeysCommand.FileOption();
        var command = new Command("revoke", "Takes a key out: servers refuse it, and end its streams, within a second.") { name, file };
        command.SetBody((host, parsed, _) =>
        {
            KeysCommand.StoreOf(host, parsed.GetValue(file)).Revoke(parsed.GetValue(name)!);
            host.Output.WriteLine($"{parsed.GetValue(name)} is revoked.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
