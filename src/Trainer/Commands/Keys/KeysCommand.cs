using System.CommandLine;
using Bqx.Trainer.Hosting;
using Bqx.Trainer.Keys;

namespace Bqx.Trainer.Commands.Keys;

/// <summary><c>keys</c>: who may call the server.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Creates, lists and revokes the keys that callers of the server need.")
    {
        KeysCreateCommand.Create(),
        KeysListCommand.Create(),
        KeysRevokeCommand.Create(),
    };

    /// <summary>The option that says which file; a new one each call.</summary>
    public static Option<string?> FileOption() => new("--file")
    {
        Description = "The file of keys, Server:ApiKeys of the server. Default: BQX_API_KEYS, else keys.json under BQX_HOME.",
    };

    /// <summary>The file that a command works on.</summary>
    public static KeyStore StoreOf(TrainerHost host, string? file) =>
        new(file ?? host.Paths.ApiKeys ?? Path.Combine(host.Paths.Home, "keys.json"), host.Clock);
}
