using System.Diagnostics;
using Bqx.Benching.Cli;
using Bqx.Benching.Machine;
using Bqx.LoadTests.Cli;

namespace Bqx.LoadTests.Tests.Cli;

/// <summary>The program as the entry script runs it.</summary>
public sealed class ExitCodeTests
{
    [Fact]
    public async Task Bench_WithoutH2Load_EndsWithTwoAndTheCommandThatInstallsIt()
    {
        var (code, errors) = await RunAsync(path: "", "bench", "rpc", "--json");
        code.ShouldBe(BenchCommand.ToolMissing);
        errors.Trim().ShouldBe("h2load is not installed. Install it with: apt-get install -y nghttp2-client");
    }

    [Fact]
    public async Task Load_OnAnAddressThatIsNone_EndsWithOneAndTheReason()
    {
        var (code, errors) = await RunAsync(Environment.GetEnvironmentVariable("PATH")!, "load", "empty", "--address", "nowhere");
        code.ShouldBe(BenchCommand.Failed);
        errors.Trim().ShouldBe("'nowhere' is no address; http://HOST:PORT or unix:/PATH is expected.");
    }

    private static async Task<(int Code, string Errors)> RunAsync(string path, params string[] arguments)
    {
        var dotnet = ToolPath.Require("dotnet", "dotnet-sdk-10.0");
        var program = typeof(LoadCommand).Assembly.Location;
        var start = new ProcessStartInfo(dotnet, ["exec", program, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = path;
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, errors);
    }
}
