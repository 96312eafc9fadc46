using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Servers;

/// <summary>
/// A Bqx server of its own for one bench: everything in memory, the no-op model (so that the server alone is measured),
/// diagnostics on, free ports.
/// </summary>
internal sealed class StartedServer : IServerUnderTest
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly OutputTail _output = new();
    private readonly RunningServer _running;
    private readonly Uri _ready;

    private StartedServer(Process process, int port, int adminPort, int httpPort)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => _output.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _running = new RunningServer(Loopback(port), Loopback(adminPort));
        _ready = new Uri(Loopback(httpPort), "/healthz/ready");
    }

    public Uri Address => _running.Address;

    public Uri Admin => _running.Admin;

    public static async Task<StartedServer> StartAsync(string root, CancellationToken cancellationToken)
    {
        var (port, adminPort, httpPort) = FreePorts();
        var ours = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(root, "src", "Server", "bin", ours.Parent!.Name, ours.Name, "Bqx.Server.dll");
        if (!File.Exists(program))
        {
            throw new BenchException($"Bqx.Server is not built; build src/Server in {ours.Parent.Name}.");
        }

        var (command, arguments) = TwoCores.Pin("dotnet",
        [
            "exec", program, "--Server:Services=None", "--Server:Diagnostics=true", $"--Server:GrpcPort={port}",
            $"--Server:AdminPort={adminPort}", $"--Server:HttpPort={httpPort}",
        ]);
        var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        }) ?? throw new BenchException("The server did not start.");
        var server = new StartedServer(process, port, adminPort, httpPort);
        try
        {
            await server.WaitUntilReadyAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public Task<long> AllocatedAsync(CancellationToken cancellationToken) => _running.AllocatedAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        using (_process)
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            await _process.WaitForExitAsync();
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        using var timer = new PeriodicTimer(PollEvery);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < StartLimit && !_process.HasExited)
        {
            if (await IsReadyAsync(client, cancellationToken))
            {
                return;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        throw new BenchException($"The server was not ready after {clock.Elapsed.TotalSeconds:F0} s. It said last:\n{_output}");
    }

    private async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(_ready, cancellationToken);
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
