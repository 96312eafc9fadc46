using System.Globalization;

namespace Bqx.DevServices;

/// <summary>
/// A process for certain: its id and its start time (clock ticks since boot, field 22 of /proc/PID/stat), so that a
/// recycled id is never taken for it.
/// </summary>
internal readonly record struct ProcessIdentity(int Id, long StartTime)
{
    /// <summary>Whether it still runs. One that has ended but is not yet reaped does not.</summary>
    public bool IsAlive => Read(Id) == this;

    /// <summary>The identity of a running process, or null.</summary>
    public static ProcessIdentity? Read(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            // The command name, field 2, may hold anything: the rest starts after its last parenthesis.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X"
                ? null
                : new ProcessIdentity(id, long.Parse(fields[19], NumberStyles.None));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
