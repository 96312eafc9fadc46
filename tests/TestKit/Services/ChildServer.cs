using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bqx.TestKit;

/// <summary>A server that a test runs as a direct child, and may kill.</summary>
public abstract class ChildServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Process? _process;

    protected ChildServer(string name)
    {
        Folder = Directory.CreateTempSubdirectory($"bqx-{name}-").FullName;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Its port on 127.0.0.1, the same after a restart.</summary>
    public int Port { get; }

    /// <summary>A temporary folder for its data.</summary>
    protected string Folder { get; }

    /// <summary>Starts it, or starts it again after <see cref="Kill"/>, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        // What a killed PostgreSQL has left dies a moment after it, and holds its shared memory until then.
        for (var clock = Stopwatch.StartNew(); await TryStartAsync() is { } refusal; await Task.Delay(50))
        {
            if (clock.Elapsed > Patience || !refusal.Contains("pre-existing shared memory block", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{Command()[0]} does not start: {refusal}");
            }
        }
    }

    // Null, or what it said when it would not start.
    private async Task<string?> TryStartAsync()
    {
        var command = Command();
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        _process = Process.Start(start)!;
        var output = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
        for (var clock = Stopwatch.StartNew(); !await AnswersAsync(); await Task.Delay(20))
        {
            if (_process.HasExited || clock.Elapsed > Patience)
            {
                Kill();
                return string.Concat(await output);
            }
        }

        return null;
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Sends a signal, such as STOP, CONT or TERM.</summary>
    public void Signal(string name) => Run("kill", "-s", name, $"{_process!.Id}");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Kill();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The command that runs it in the foreground.</summary>
    protected abstract IReadOnlyList<string> Command();

    /// <summary>Whether it takes requests.</summary>
    protected abstract Task<bool> AnswersAsync();

    /// <summary>Runs a command to its end; a failure is an error.</summary>
    protected static void Run(params IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} failed: {errors.GetAwaiter().GetResult()}");
        }
    }
}
