using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bqx.Client;
using Bqx.TestKit;

namespace Bqx.Integration.Tests.Serving;

/// <summary>The server as its own process, on free ports, over given services.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _output;
    private bool _isDisposed;

    private ServerProcess(Process process, int grpcPort, int adminPort, int httpPort)
    {
        _process = process;
        _output = ReadAsync(process);
        Grpc = new Uri($"http://127.0.0.1:{grpcPort}");
        Admin = new Uri($"http://127.0.0.1:{adminPort}");
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}") };
        Client = new BqxClient(new BqxClientOptions
        {
            Address = Grpc,
            Retries = 1,
            RetryDelay = TimeSpan.FromMilliseconds(20),
            MaxRetryDelay = TimeSpan.FromMilliseconds(100),
            Deadline = TimeSpan.FromSeconds(20),
        });
    }

    public BqxClient Client { get; }

    public Uri Grpc { get; }

    public Uri Admin { get; }

    public HttpClient Http { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string postgres, string redis, string models, params string[] args)
    {
        var ports = FreePorts();
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Bqx.Server.dll"),
                $"--Server:GrpcPort={ports[0]}",
                $"--Server:AdminPort={ports[1]}",
                $"--Server:HttpPort={ports[2]}",
                "--Server:AgeFrom=Publication",
                "--Server:DrainTimeout=00:00:05",
                // So long that a machine that stands still takes it from nobody, unless a test wants that.
                "--Server:IngestLease=00:10:00",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = TestRepository.Root,
            Environment = { ["BQX_POSTGRES"] = postgres, ["BQX_REDIS"] = redis, ["BQX_MODELS"] = models },
        };
        foreach (var argument in args)
        {
            start.ArgumentList.Add(argument);
        }

        var server = new ServerProcess(Process.Start(start)!, ports[0], ports[1], ports[2]);
        await server.UntilAsync("ready", async () => (await server.Http.GetAsync("/healthz/ready")).IsSuccessStatusCode);
        return server;
    }

    /// <summary>Waits until a condition of the running server holds.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        for (var clock = Stopwatch.StartNew(); !await HoldsAsync(condition); await Task.Delay(20))
        {
            if (_process.HasExited || clock.Elapsed > Patience)
            {
                throw new InvalidOperationException($"The server is not {what}: {(_process.HasExited ? await _output : "it goes on")}");
            }
        }
    }

    /// <summary>SIGTERM; returns the exit code and what the server said.</summary>
    public async Task<(int Code, string Output)> TerminateAsync()
    {
        Signal("TERM");
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, await _output);
    }

    /// <summary>Sends a signal, such as STOP or CONT.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Client.Dispose();
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
    }

    private static async Task<bool> HoldsAsync(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> ReadAsync(Process process) =>
        string.Concat(await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()));

    // Held all at once, so that they differ.
    private static int[] FreePorts()
    {
        var sockets = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        sockets.ForEach(socket => socket.Start());
        var ports = sockets.Select(socket => ((IPEndPoint)socket.LocalEndpoint).Port).ToArray();
        sockets.ForEach(socket => socket.Dispose());
        return ports;
    }
}
