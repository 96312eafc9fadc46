namespace Bqx.DevServices;

/// <summary>The embedded PostgreSQL. Its data stays in <c>postgres</c> of the home folder.</summary>
internal sealed class PostgresService(DevServicesOptions options, ServiceFolders folders, ServiceUser user) : IService
{
    public string Name => "postgres";

    public string Title => "PostgreSQL";

    // A postmaster that was started by a process which died before it could write the run file.
    public async Task<RunFile?> FindAsync(CancellationToken cancellationToken)
    {
        var data = await DataAsync(cancellationToken);
        return Postmaster.Read(data) is { } postmaster && postmaster.Process is { } process
            ? new RunFile(process, postmaster.Port)
            : null;
    }

    public async Task<ProcessIdentity> StartAsync(int port, CancellationToken cancellationToken)
    {
        var binaries = await PostgresPackage.LocateAsync(options.Root, folders, user, cancellationToken);
        var data = await PostgresCluster.EnsureAsync(binaries, folders, user, options.Log, cancellationToken);
        if (Postmaster.Read(data) is { Process: null })
        {
            // The lock file of a server that was killed: its id may be in use again by a stranger, which PostgreSQL would mistake for it.
            File.Delete(Postmaster.FileOf(data));
        }

        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return DetachedProcess.Start(
            user.Wrap([Path.Combine(binaries, "bin", "postgres"), .. PostgresSettings.Arguments(data, port, memory)]),
            folders.LogOf(Name),
            "/");
    }

    public async Task<bool> IsReadyAsync(RunFile run, CancellationToken cancellationToken) =>
        Postmaster.Read(await DataAsync(cancellationToken)) is { IsReady: true } postmaster && postmaster.Process == run.Process;

    public async Task<string> ConnectionStringAsync(RunFile run, CancellationToken cancellationToken)
    {
        var secret = await PostgresCluster.ReadSecretAsync(await DataAsync(cancellationToken), cancellationToken);
        return $"Host=127.0.0.1;Port={run.Port};Username={PostgresCluster.Name};Password={secret};Database={PostgresCluster.Name}";
    }

    private Task<string> DataAsync(CancellationToken cancellationToken) => folders.ReachableAsync("postgres", user, cancellationToken);
}
