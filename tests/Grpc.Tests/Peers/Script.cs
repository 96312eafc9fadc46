using System.Diagnostics;
using Bqx.TestKit;

namespace Bqx.Grpc.Tests.Peers;

/// <summary>Runs the scripts of foreign gRPC implementations.</summary>
internal static class Script
{
    public const string Node = "node";

    // Debian's interpreter, which is the one that has python3-grpcio.
    public const string Python = "/usr/bin/python3";

    private static readonly string Folder = Path.Combine(TestRepository.Root, "tests", "Grpc.Tests", "Peers", "scripts");

    /// <summary>Skips the test where node or its gRPC package is missing.</summary>
    public static void RequireGrpcJs() => Require.That(
        Directory.Exists(Path.Combine(TestRepository.Root, "node_modules", "@grpc", "grpc-js")) && Runs(Node, "--version"),
        "node or its package @grpc/grpc-js is missing: run 'npm ci --ignore-scripts'.");

    /// <summary>Skips the test where grpcio is missing.</summary>
    public static void RequireGrpcIo() => Require.That(
        Runs(Python, "-c", "import grpc"), "grpcio is missing: run 'apt-get install python3-grpcio'.");

    public static Process Start(string program, string script, params string[] arguments) =>
        Process.Start(Info(program, [Path.Combine(Folder, script), .. arguments]))!;

    /// <summary>Runs all cases and gives, by name, "ok" or the reason of the failure.</summary>
    public static async Task<Dictionary<string, string>> RunCasesAsync(string program, string script, params string[] arguments)
    {
        using var process = Start(program, script, arguments);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, await errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 3)).ToDictionary(
            parts => parts[1], parts => parts[0] == "ok" ? "ok" : parts.ElementAtOrDefault(2) ?? "failed");
    }

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(Info(program, arguments))!;
            process.StandardInput.Close();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static ProcessStartInfo Info(string program, string[] arguments) => new(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
