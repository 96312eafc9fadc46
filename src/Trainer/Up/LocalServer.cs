using Bqx.Trainer.Hosting;

namespace Bqx.Trainer.Up;

/// <summary>Starts a server on this machine that shares the trainer's services and model repository.</summary>
internal static class LocalServer
{
    /// <summary>Starts <c>Bqx.Server.dll</c>; its log is <c>logs/server.log</c> in BQX_HOME.</summary>
    public static async Task<ServerProcess> StartAsync(TrainerHost host, string assembly, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["BQX_POSTGRES"] = await host.GetPostgresAsync(cancellationToken),
            ["BQX_REDIS"] = await host.GetRedisAsync(cancellationToken),
            ["BQX_MODELS"] = host.Paths.Models,
            ["BQX_HOME"] = host.Paths.Home,
            ["Server__Diagnostics"] = "true",
            ["Server__AgeFrom"] = "Publication",
        };
        return await ServerProcess.StartAsync(
            assembly, ServerAddresses.Choose(), environment, Path.Combine(host.Paths.Home, "logs", "server.log"), cancellationToken);
    }

    /// <summary>Waits until the server ends or the command is interrupted, and returns the exit code of the command.</summary>
    public static async Task<int> StayAsync(TrainerHost host, ServerProcess server, CancellationToken cancellationToken)
    {
        var ended = await Task.WhenAny(server.Exited, Task.Delay(Timeout.InfiniteTimeSpan, host.Clock, cancellationToken));
        if (ended != server.Exited)
        {
            host.Say("Stopping.");
            return ExitCode.Done;
        }

        host.Say("The server ended by itself.");
        return ExitCode.Failed;
    }
}
