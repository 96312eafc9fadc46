namespace Bqx.DevServices;

/// <summary>What <c>postmaster.pid</c> of a data folder says: process id (line 1), port (line 4), status (line 8).</summary>
/// <param name="Process">The server, or null when the id belongs to no PostgreSQL process any more.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsReady">Whether it takes connections.</param>
internal sealed record Postmaster(ProcessIdentity? Process, int Port, bool IsReady)
{
    public static string FileOf(string data) => Path.Combine(data, "postmaster.pid");

    /// <summary>Reads it; null when there is none or it is being written.</summary>
    public static Postmaster? Read(string data)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(FileOf(data));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return lines.Length > 3 && int.TryParse(lines[0], out var id) && int.TryParse(lines[3], out var port)
            ? new Postmaster(IsPostgres(id) ? ProcessIdentity.Read(id) : null, port, lines.Length > 7 && lines[7].Trim() == "ready")
            : null;
    }

    private static bool IsPostgres(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm").Trim() == "postgres";
        }
        catch (IOException)
        {
            return false;
        }
    }
}
