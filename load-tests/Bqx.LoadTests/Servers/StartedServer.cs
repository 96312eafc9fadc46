using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bqx.Benching.Machine;
using Bqx.V1;

namespace Bqx.LoadTests.Servers;

/// <summary>
/// A Bqx server of its own for one bench, diagnostics on, free ports: everything in memory with the no-op model (so that the server alone
/// is measured), or with databases and packages in a folder.
/// </summary>
internal sealed class StartedServer : IServerUnderTest
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(5);

    private readonly Process _process;
    private readonly OutputTail _output = new();
    private readonly RunningServer _running;

    private StartedServer(Process process, int port, int adminPort, int httpPort)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => _output.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _running = new RunningServer(Loopback(port), Loopback(adminPort));
        Http = Loopback(httpPort);
    }

    public Uri Address => _running.Address;

    public Uri Admin => _running.Admin;

    /// <summary>Where metrics and health are.</summary>
    public Uri Http { get; }

    /// <summary>Time from the start of the process until it was there.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Starts one and waits until it is there: ready, or, with an empty database, started, for it becomes ready with a model.</summary>
    public static async Task<StartedServer> StartAsync(ServerStart how, CancellationToken cancellationToken)
    {
        var (port, adminPort, httpPort) = FreePorts();
        var ours = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(how.Root, "src", "Server", "bin", ours.Parent!.Name, ours.Name, "Bqx.Server.dll");
        if (!File.Exists(program))
        {
            throw new BenchException($"Bqx.Server is not built; build src/Server in {ours.Parent.Name}.");
        }

        var (command, arguments) = TwoCores.Pin("dotnet",
        [
            "exec", program, $"--Server:Services={(how.Home is null ? "None" : "Auto")}", "--Server:Diagnostics=true", $"--Server:GrpcPort={port}",
            $"--Server:AdminPort={adminPort}", $"--Server:HttpPort={httpPort}",
        ]);
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = how.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in how.Environment)
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
        var process = Process.Start(start) ?? throw new BenchException("The server did not start.");
        var server = new StartedServer(process, port, adminPort, httpPort);
        try
        {
            await server.WaitForAsync(how.IsEmpty ? "/healthz/startup" : "/healthz/ready", cancellationToken);
            server.ReadyAfter = clock.Elapsed;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public Task<MemoryStatsReply> MemoryAsync(CancellationToken cancellationToken) => _running.MemoryAsync(cancellationToken);

    /// <summary>What it wrote last.</summary>
    public string Output => _output.ToString();

    /// <summary>Ends the process without a word to it.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        using (_process)
        {
            // Told to stop, it stops its databases too.
            if (!_process.HasExited)
            {
                using var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            }

            await _process.WaitForExitAsync();
        }
    }

    private async Task WaitForAsync(string path, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        using var timer = new PeriodicTimer(PollEvery);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < StartLimit && !_process.HasExited)
        {
            if (await IsAsync(client, path, cancellationToken))
            {
                return;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        throw new BenchException($"The server was not there after {clock.Elapsed.TotalSeconds:F0} s. It said last:\n{_output}");
    }

    private async Task<bool> IsAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(Http, path), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static Uri Loopback(int port) => new($"http://127.0.0.1:{port}");

    /// <summary>Held together, so that they differ; free again when this returns.</summary>
    private static (int Port, int Admin, int Http) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        using var third = new TcpListener(IPAddress.Loopback, 0);
        return (Take(first), Take(second), Take(third));
    }

    private static int Take(TcpListener listener)
    {
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
