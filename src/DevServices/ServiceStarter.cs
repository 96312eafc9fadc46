using System.Diagnostics;

namespace Bqx.DevServices;

/// <summary>Finds a running service or starts it. Called only by the holder of the start lock.</summary>
internal sealed class ServiceStarter(ServiceFolders folders, DevServicesOptions options)
{
    private const int Attempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns its connection string once it answers.</summary>
    public async Task<string> EnsureAsync(IService service, CancellationToken cancellationToken)
    {
        var path = folders.RunFileOf(service.Name);
        var known = RunFile.Read(path);
        if (known is not { Process.IsAlive: true })
        {
            if (known is { Process.Id: > 0 })
            {
                options.Log?.Invoke($"{service.Title} has died: starting it again.");
            }

            known = await service.FindAsync(cancellationToken) ?? known;
            known?.Write(path);
        }

        for (var attempt = 1; ; attempt++)
        {
            var run = known is { Process.IsAlive: true } ? known : await StartAsync(service, known?.Port ?? 0, path, cancellationToken);
            if (await WaitAsync(service, run, cancellationToken))
            {
                return await service.ConnectionStringAsync(run, cancellationToken);
            }

            if (attempt == Attempts)
            {
                throw new DevServicesException(
                    $"{service.Title} does not start. The end of logs/{service.Name}.log: {LogTail(service)}");
            }

            // A port that was taken meanwhile and a predecessor that has not quite ended both pass with another try.
            known = attempt == 1 ? run : null;
        }
    }

    private async Task<RunFile> StartAsync(IService service, int port, string path, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        TrimLog(service);
        var chosen = LoopbackPort.Choose(port);
        var run = new RunFile(await service.StartAsync(chosen, cancellationToken), chosen);
        run.Write(path);
        options.Log?.Invoke($"{service.Title} starts on 127.0.0.1:{chosen} ({clock.ElapsedMilliseconds} ms).");
        return run;
    }

    // False when the process ended, true when it answers; a process that does neither in time is ended here.
    private async Task<bool> WaitAsync(IService service, RunFile run, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (run.Process.IsAlive)
        {
            if (await service.IsReadyAsync(run, cancellationToken))
            {
                return true;
            }

            if (clock.Elapsed > options.StartTimeout)
            {
                await Command.RunAsync(["kill", "-KILL", $"{run.Process.Id}"], null, cancellationToken);
                throw new DevServicesException(
                    $"{service.Title} has not answered within {options.StartTimeout.TotalSeconds:0} s: see logs/{service.Name}.log.");
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return false;
    }

    private void TrimLog(IService service)
    {
        var log = new FileInfo(folders.LogOf(service.Name));
        if (log is { Exists: true, Length: > 8 << 20 })
        {
            log.Delete();
        }
    }

    private string LogTail(IService service)
    {
        var log = folders.LogOf(service.Name);
        return File.Exists(log) ? Command.Tail(File.ReadAllText(log)) : "(empty)";
    }
}
