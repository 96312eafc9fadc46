using System.Diagnostics;

namespace Bqx.DevServices.Tests;

/// <summary>A second process that holds the services.</summary>
internal sealed class OtherProcess : IDisposable
{
    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    /// <summary>The connection string that it got.</summary>
    public string? Postgres { get; private set; }

    public static async Task<OtherProcess> StartAsync(string home, string root)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OtherProcess).Assembly.Location, "hold", home, root])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var other = new OtherProcess(Process.Start(start)!);
        other.Postgres = await other._process.StandardOutput.ReadLineAsync();
        return other;
    }

    /// <summary>Ends it in order; returns when it has.</summary>
    public async Task LeaveAsync()
    {
        _process.StandardInput.Close();
        (await _process.StandardOutput.ReadLineAsync()).ShouldBe("left");
        await _process.WaitForExitAsync();
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
