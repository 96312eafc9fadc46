namespace Bqx.DevServices;

/// <summary>
/// What is known of a started service, one line <c>pid start-time port</c> in <c>run/NAME.run</c>. Written only under the start lock,
/// or by the supervisor when no user is left.
/// </summary>
internal sealed record RunFile(ProcessIdentity Process, int Port)
{
    /// <summary>Reads a run file; null when there is none or it is damaged.</summary>
    public static RunFile? Read(string path)
    {
        try
        {
            var parts = File.ReadAllText(path).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return parts.Length == 3 && int.TryParse(parts[0], out var id) && long.TryParse(parts[1], out var start)
                && int.TryParse(parts[2], out var port) && port is >= 0 and <= 65535
                ? new RunFile(new ProcessIdentity(id, start), port)
                : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes it whole or not at all.</summary>
    public void Write(string path)
    {
        File.WriteAllText(path + ".new", $"{Process.Id} {Process.StartTime} {Port}\n");
        File.Move(path + ".new", path, overwrite: true);
    }
}
