using System.Diagnostics;

namespace Bqx.DevServices;

/// <summary>
/// Starts a process in a session of its own: it outlives its starter, hears no Ctrl-C, and holds none of the starter's files.
/// </summary>
internal static class DetachedProcess
{
    private const string Script =
        "umask 077; log=$1; shift; exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- </dev/null >>\"$log\" 2>&1; exec \"$@\"";

    // setsid, sh and setpriv replace themselves, so the id of the first is the id of the last.
    public static ProcessIdentity Start(
        IReadOnlyList<string> command, string log, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Script, "sh", log, .. command]) { WorkingDirectory = folder };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            return ProcessIdentity.Read(process.Id) ?? new ProcessIdentity(process.Id, 0);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new DevServicesException("'setsid' is missing. On Debian: apt-get install util-linux.", error);
        }
    }
}
