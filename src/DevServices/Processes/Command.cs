using System.Diagnostics;

namespace Bqx.DevServices;

/// <summary>Runs a short command to its end.</summary>
internal static class Command
{
    /// <summary>Runs it with some standard input; returns its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> command, string? input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs it; a failure is an error that quotes what it printed.</summary>
    public static async Task CheckAsync(IReadOnlyList<string> command, CancellationToken cancellationToken, string? input = null)
    {
        var (exitCode, output) = await RunAsync(command, input, cancellationToken);
        if (exitCode != 0)
        {
            throw new DevServicesException($"'{Path.GetFileName(command[0])}' failed with code {exitCode}: {Tail(output)}");
        }
    }

    /// <summary>The last lines of a text, at most 2,000 characters.</summary>
    public static string Tail(string text) => text.Trim() is var clean && clean.Length > 2_000 ? "…" + clean[^2_000..] : clean;

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new DevServicesException(
                $"'{start.FileName}' is missing. On Debian: apt-get install util-linux coreutils.", error);
        }
    }
}
