namespace Bqx.DevServices;

/// <summary>
/// A detached shell that sleeps on the exclusive lock of the users' file. The kernel gives it the lock when the last user has left or
/// died, however it died; then it stops the services and ends. While it stops them it holds the lock, so a new user waits.
/// </summary>
internal static class Supervisor
{
    /// <summary>Name of its run file.</summary>
    public const string Name = "supervisor";

    // $1 is the run folder. Field 20 after the command name in /proc/PID/stat is the start time, as in ProcessIdentity.
    private const string Script = """
        cd "$1" || exit 1
        exec 9<users.lock
        flock -x 9
        alive() {
            s=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
            start=$2
            s=${s##*) }
            set -- $s
            [ "$1" != Z ] && [ "${20}" = "$start" ]
        }
        stop() {
            [ -f "$1.run" ] && read -r pid start port < "$1.run" && alive "$pid" "$start" || return 0
            kill -s "$2" "$pid"
            n=0
            while alive "$pid" "$start"; do
                n=$((n + 1))
                [ $n -eq 200 ] && kill -s KILL "$pid"
                sleep 0.05
            done
            echo "0 0 $port" > "$1.run"
        }
        stop garnet TERM
        stop postgres INT
        rm -f supervisor.run
        """;

    /// <summary>Starts one unless one watches already. The caller holds the start lock and the users' lock (shared).</summary>
    public static void Ensure(ServiceFolders folders)
    {
        var path = folders.RunFileOf(Name);
        if (RunFile.Read(path) is not { Process.IsAlive: true })
        {
            Start(folders).Write(path);
        }
    }

    /// <summary>Stops the services at once, in this process's time. The caller holds the users' lock exclusively, so none watches.</summary>
    public static async Task StopServicesAsync(ServiceFolders folders, CancellationToken cancellationToken) =>
        await Command.CheckAsync(["sh", "-c", Script.Replace("flock -x 9", ":"), "bqx-stop", folders.Run], cancellationToken);

    private static RunFile Start(ServiceFolders folders) => new(
        DetachedProcess.Start(["sh", "-c", Script, "bqx-supervisor", folders.Run], folders.LogOf(Name), folders.Run), 0);
}
