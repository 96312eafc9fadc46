namespace Bqx.DevServices;

/// <summary>Where things are under the home folder.</summary>
internal sealed class ServiceFolders
{
    public ServiceFolders(string home)
    {
        Home = Path.GetFullPath(home);
        Directory.CreateDirectory(Run);
        Directory.CreateDirectory(Logs);
    }

    public string Home { get; }

    public string Run => Path.Combine(Home, "run");

    public string Logs => Path.Combine(Home, "logs");

    /// <summary>Held shared by every user of the services, exclusively by the supervisor while it stops them.</summary>
    public string UsersLock => Path.Combine(Run, "users.lock");

    /// <summary>Held exclusively while services are started.</summary>
    public string StartLock => Path.Combine(Run, "start.lock");

    public string RunFileOf(string service) => Path.Combine(Run, service + ".run");

    public string LogOf(string service) => Path.Combine(Logs, service + ".log");

    /// <summary>
    /// A folder that the service's user can reach for what it needs under <paramref name="name"/>: in the home folder, or, where a parent
    /// of it is closed to that user, in <c>/var/tmp</c> with a link from the home folder. The folder itself is not created.
    /// </summary>
    public async Task<string> ReachableAsync(string name, ServiceUser user, CancellationToken cancellationToken)
    {
        var place = Path.Combine(Home, name);
        if (new DirectoryInfo(place).LinkTarget is { } target)
        {
            await Vault.OpenAsync(Home, cancellationToken);
            return target;
        }

        if (Directory.Exists(place) || await user.CanExecuteAsync(Home, cancellationToken))
        {
            return place;
        }

        var moved = Path.Combine(await Vault.OpenAsync(Home, cancellationToken), name);
        Directory.CreateSymbolicLink(place, moved);
        return moved;
    }
}
