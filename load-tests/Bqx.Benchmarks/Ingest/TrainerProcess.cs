using System.Text.Json;
using Bqx.Benching.Machine;

namespace Bqx.Benchmarks.Ingest;

/// <summary>Runs commands of the trainer as a user does: a process of its own.</summary>
internal sealed class TrainerProcess(string root, string postgres)
{
    /// <summary>Runs a command with <c>--json</c> and returns what it printed.</summary>
    public async Task<JsonElement> RunAsync(CancellationToken cancellationToken, params IReadOnlyList<string> arguments)
    {
        var program = Path.Combine(root, "src", "Trainer", "bin", "Release", "net10.0", "Bqx.Trainer.dll");
        if (!File.Exists(program))
        {
            throw new BenchException("The trainer is not built: run ./bqx build.");
        }

        var run = await CommandLine.RunAsync(
            "env", [$"BQX_POSTGRES={postgres}", "dotnet", program, .. arguments, "--json"], root, cancellationToken);
        return run.ExitCode == 0
            ? JsonDocument.Parse(run.Output).RootElement
            : throw new BenchException($"The trainer failed with {run.ExitCode}: {run.Errors} {run.Output}");
    }
}
