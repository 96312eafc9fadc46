using System.CommandLine;
using System.Runtime.InteropServices;

namespace Bqx.Trainer.Hosting;

/// <summary>Parses a command line and runs its command: Ctrl-C and SIGTERM cancel, wrong usage returns 2.</summary>
internal static class TrainerApp
{
    /// <param name="root">All commands.</param>
    /// <param name="args">The command line.</param>
    /// <param name="output">Takes help; null: standard output.</param>
    /// <param name="errors">Takes what went wrong; null: standard error.</param>
    public static async Task<int> RunAsync(RootCommand root, string[] args, TextWriter? output = null, TextWriter? errors = null)
    {
        using var interrupt = new CancellationTokenSource();
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

        var parsed = root.Parse(args);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = output ?? Console.Out,
            Error = errors ?? Console.Error,
        };
        var code = await parsed.InvokeAsync(configuration, interrupt.Token);
        return parsed.Errors.Count > 0 ? ExitCode.Usage : code;

        // The first signal asks; a second one has its default effect.
        void Cancel(PosixSignalContext context)
        {
            context.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        }
    }
}
