using System.Diagnostics;
using System.Globalization;
using Bqx.Benching.Machine;
using Bqx.LoadTests.Load;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.LoadTests.Chaos;

/// <summary>A process that publishes one package after the other, and is killed while it does.</summary>
internal sealed class Publisher(string models)
{
    private const string Name = "killed";
    private Process? _process;

    /// <summary>Starts it and waits for its first package.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", typeof(Publisher).Assembly.Location, "publish", "--models", models, "--name", Name]))
            ?? throw new BenchException("The publisher did not start.");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!Directory.Exists(Path.Combine(models, Name, "1")))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Kills it, and has a server load what can be seen of it.</summary>
    /// <exception cref="BenchException">A package that can be seen is not whole.</exception>
    public async Task KillAsync(Uri admin, CancellationToken cancellationToken)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        _process.Dispose();
        var last = Directory.EnumerateDirectories(Path.Combine(models, Name)).Select(Path.GetFileName)
            .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var version) ? version : 0).Max();
        using var connection = new Connections(admin.AbsoluteUri, 1);
        try
        {
            await new V1.Models.ModelsClient(connection[0]).LoadAsync(
                new LoadModelRequest { Model = $"{Name}@{last}" }, cancellationToken: cancellationToken);
        }
        catch (RpcException refused)
        {
            throw new BenchException($"{Name}@{last} can be seen but is not whole: {refused.Status.Detail}");
        }

        Directory.Delete(Path.Combine(models, Name), recursive: true);
    }
}
