using System.Diagnostics;
using Bqx.TestKit;

namespace Bqx.Integration.Tests.Telemetry;

/// <summary>Prometheus's own judge of metrics and rules.</summary>
internal static class Promtool
{
    private const string Program = "/usr/bin/promtool";

    /// <summary>Exit code and what it said. Ends the test where it is not installed.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string input, params IEnumerable<string> arguments)
    {
        Require.File(Program, "prometheus");
        using var process = Process.Start(new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = TestRepository.Root,
        })!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(await output));
    }
}
