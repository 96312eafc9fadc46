namespace Bqx.DevServices;

/// <summary>A service that can be started as a child process.</summary>
internal interface IService
{
    /// <summary>Short name: of its run file and its log.</summary>
    string Name { get; }

    /// <summary>What it is called in messages.</summary>
    string Title { get; }

    /// <summary>A running process of it that the run file does not know of, or null.</summary>
    Task<RunFile?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Makes its files, once, and starts it on a port. It need not be ready when this returns.</summary>
    Task<ProcessIdentity> StartAsync(int port, CancellationToken cancellationToken);

    /// <summary>Whether a running process of it answers.</summary>
    Task<bool> IsReadyAsync(RunFile run, CancellationToken cancellationToken);

    /// <summary>The connection string for its clients.</summary>
    Task<string> ConnectionStringAsync(RunFile run, CancellationToken cancellationToken);
}
