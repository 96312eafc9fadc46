using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Bqx.Integration.Tests;

/// <summary>The main job, as a user starts it: a process of its own, with nothing configured, in an empty folder.</summary>
public sealed class UpTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _home = Path.Combine(Path.GetTempPath(), "bqx-up-" + Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task Up_Once_ServesSwapsAndLeavesNothingBehind()
    {
        using var up = Start("--once", "--json", "--days", "28");
        var errors = up.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await up.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await up.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

        up.ExitCode.ShouldBe(0, await errors);
        using var report = JsonDocument.Parse(output);
        var root = report.RootElement;
        root.GetProperty("steps").GetArrayLength().ShouldBe(10);
        var prediction = root.GetProperty("prediction").GetProperty("prediction");
        prediction.GetProperty("pair").GetString().ShouldBe("EURUSD");
        prediction.GetProperty("martingaleBqx").GetDouble().ShouldBe(0);
        prediction.GetProperty("bqxInterval").GetProperty("level").GetDouble().ShouldBe(0.9);
        prediction.GetProperty("model").GetProperty("version").GetInt32().ShouldBe(1);
        var regime = prediction.GetProperty("regime").EnumerateObject().Sum(probability => probability.Value.GetDouble());
        regime.ShouldBe(1, 1e-4);

        var swap = root.GetProperty("swap");
        swap.GetProperty("failed").GetInt64().ShouldBe(0);
        swap.GetProperty("by_model").EnumerateObject().Select(model => model.Name).ShouldBe(["bqx@1", "bqx@2"]);
        ProcessesOf(_home).ShouldBeEmpty();
    }

    [Fact]
    public async Task Up_Interrupted_StopsEverythingItStarted()
    {
        using var up = Start("--days", "14");
        var errors = up.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (await up.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience) is { } line
            && !line.StartsWith("Try", StringComparison.Ordinal))
        {
        }

        up.HasExited.ShouldBeFalse(up.HasExited ? await errors : "");
        ProcessesOf(_home).ShouldNotBeEmpty();
        using var interrupt = Process.Start("kill", ["-INT", up.Id.ToString(CultureInfo.InvariantCulture)]);
        await up.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await up.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);

        up.ExitCode.ShouldBe(0, await errors);
        ProcessesOf(_home).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--days", "3", "--days takes 14 to 3660")]
    [InlineData("--bars", "/nowhere/at/all", "'all' holds no .csv")]
    public async Task Up_BadInput_SaysWhatWouldBeRight(string option, string value, string expected)
    {
        using var up = Start(option, value, "--once");
        var output = up.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await up.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await up.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);

        up.ExitCode.ShouldBe(2);
        (errors + await output).ShouldContain(expected);
    }

    public void Dispose()
    {
        if (Directory.Exists(_home))
        {
            Directory.Delete(_home, recursive: true);
        }
    }

    private Process Start(params string[] arguments)
    {
        var folder = AppContext.BaseDirectory;
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = TestKit.TestRepository.Root,
            ArgumentList = { Path.Combine(folder, "Bqx.Trainer.dll"), "up", "--server", Path.Combine(folder, "Bqx.Server.dll") },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["BQX_HOME"] = _home;
        start.Environment.Remove("BQX_POSTGRES");
        start.Environment.Remove("BQX_REDIS");
        start.Environment.Remove("BQX_MODELS");
        return Process.Start(start)!;
    }

    // Servers and services carry the home folder in their command line or environment.
    private static List<int> ProcessesOf(string home)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "cmdline")) + File.ReadAllText(Path.Combine(folder, "environ"));
                if (text.Contains(home, StringComparison.Ordinal))
                {
                    found.Add(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while it was looked at, or is not ours.
            }
        }

        return found;
    }
}
