using System.Diagnostics;
using System.Globalization;
using System.Net;
using Bqx.Core;

namespace Bqx.Trainer.Up;

/// <summary>The server as a child process, with its log in a file. Stopping it is SIGTERM by process id, then a drain.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task _log;

    private ServerProcess(Process process, Task log, ServerAddresses addresses)
    {
        _process = process;
        _log = log;
        Addresses = addresses;
    }

    /// <summary>Where it listens.</summary>
    public ServerAddresses Addresses { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Completes when the process has ended.</summary>
    public Task Exited => _process.WaitForExitAsync();

    /// <summary>Starts <c>Bqx.Server.dll</c> and waits until it says that it is ready.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: it ended before it was ready; the end of its log is in the message.</exception>
    public static async Task<ServerProcess> StartAsync(
        string assembly, ServerAddresses addresses, IReadOnlyDictionary<string, string> environment, string logFile, CancellationToken cancellationToken)
    {
        if (!File.Exists(assembly))
        {
            throw new FaultException(Fault.InvalidInput, $"There is no server at '{assembly}': give --server the path of Bqx.Server.dll.");
        }

        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                assembly,
                $"--Server:GrpcPort={addresses.GrpcPort}",
                $"--Server:AdminPort={addresses.AdminPort}",
                $"--Server:HttpPort={addresses.HttpPort}",
            },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        var process = Process.Start(start)!;
        var server = new ServerProcess(process, CopyAsync(process, logFile), addresses);
        try
        {
            await server.WaitReadyAsync(logFile, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the server to drain and waits for its end; after 30 s it is killed. Returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            try
            {
                await _process.WaitForExitAsync().WaitAsync(DrainLimit);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }

        await _log;
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private async Task WaitReadyAsync(string logFile, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Addresses.HttpPort}"), Timeout = TimeSpan.FromSeconds(5) };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            if (_process.HasExited)
            {
                await _log;
                var end = string.Join(Environment.NewLine, (await File.ReadAllLinesAsync(logFile, cancellationToken)).TakeLast(20));
                throw new FaultException(Fault.ModelFailed, $"The server ended with exit code {_process.ExitCode} before it was ready:{Environment.NewLine}{end}");
            }

            if (await IsReadyAsync(http, cancellationToken))
            {
                return;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static async Task CopyAsync(Process process, string logFile)
    {
        await using var file = new FileStream(logFile, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        await using var writer = new StreamWriter(file) { AutoFlush = true };
        using var gate = new SemaphoreSlim(1);
        await Task.WhenAll(PumpAsync(process.StandardOutput), PumpAsync(process.StandardError));

        async Task PumpAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                await gate.WaitAsync();
                try
                {
                    await writer.WriteLineAsync(line);
                }
                finally
                {
                    gate.Release();
                }
            }
        }
    }
}
