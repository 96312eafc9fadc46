using System.CommandLine;

namespace Bqx.Trainer.Commands;

/// <summary>Options that several commands have. Each call makes a new one: an option belongs to one command.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object instead of a table." };
}
