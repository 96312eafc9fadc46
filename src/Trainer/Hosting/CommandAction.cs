using System.CommandLine;
using Bqx.Core;
using Bqx.DevServices;

namespace Bqx.Trainer.Hosting;

/// <summary>Gives a command its body: a host that is disposed afterwards, and one clear line on stderr when it fails.</summary>
internal static class CommandAction
{
    /// <summary>Sets what a command does. The body returns the process's exit code.</summary>
    public static void SetBody(this Command command, Func<TrainerHost, ParseResult, CancellationToken, Task<int>> body) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(
            () => new TrainerHost(LocalPaths.Read(Environment.GetEnvironmentVariable, Environment.CurrentDirectory), TimeProvider.System),
            (host, token) => body(host, parsed, token),
            parsed.InvocationConfiguration.Error,
            cancellationToken));

    /// <summary>Runs a body and turns its failure into an exit code and a line.</summary>
    internal static async Task<int> RunAsync(
        Func<TrainerHost> create, Func<TrainerHost, CancellationToken, Task<int>> body, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            await using var host = create();
            return await body(host, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await errors.WriteLineAsync("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (FaultException error)
        {
            await errors.WriteLineAsync($"{error.Fault}: {error.Message}");
            return error.Fault is Fault.InvalidInput or Fault.UnknownPair ? ExitCode.Usage : ExitCode.Failed;
        }
        catch (DevServicesException error)
        {
            await errors.WriteLineAsync(error.Message);
            return ExitCode.Failed;
        }
    }
}
