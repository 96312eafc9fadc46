namespace Bqx.DevServices;

/// <summary>
/// The user that services run as: ourselves, or, when we are root, the unprivileged <c>nobody</c>, as PostgreSQL refuses to run as root.
/// </summary>
/// <param name="Ids">User and group id to change to; null when we need not change.</param>
internal sealed record ServiceUser((int User, int Group)? Ids)
{
    /// <summary>The user for this process.</summary>
    public static ServiceUser Current { get; } = new(Environment.IsPrivilegedProcess ? Nobody() : null);

    /// <summary>The command as this user runs it.</summary>
    public IReadOnlyList<string> Wrap(params IReadOnlyList<string> command) => Ids is var (user, group)
        ? ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all",
            "--", .. command]
        : command;

    /// <summary>Whether this user can reach and execute a file, or search a folder.</summary>
    public async Task<bool> CanExecuteAsync(string path, CancellationToken cancellationToken) =>
        Ids is null || (await Command.RunAsync(Wrap("test", "-x", path), null, cancellationToken)).ExitCode == 0;

    /// <summary>Whether this user can read a file.</summary>
    public async Task<bool> CanReadAsync(string path, CancellationToken cancellationToken) =>
        Ids is null || (await Command.RunAsync(Wrap("test", "-r", path), null, cancellationToken)).ExitCode == 0;

    /// <summary>Hands a folder or file over to this user, readable by nobody else.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (Ids is var (user, group))
        {
            await Command.CheckAsync(["chown", "-R", $"{user}:{group}", path], cancellationToken);
        }

        await Command.CheckAsync(["chmod", "-R", "go=", path], cancellationToken);
    }

    private static (int User, int Group) Nobody()
    {
        var entry = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(parts => parts is ["nobody", ..]);
        return entry is [_, _, var user, var group, ..]
            ? (int.Parse(user), int.Parse(group))
            : throw new DevServicesException("There is no user 'nobody' for the services to run as: useradd --system nobody.");
    }
}
