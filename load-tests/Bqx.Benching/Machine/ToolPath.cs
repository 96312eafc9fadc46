namespace Bqx.Benching.Machine;

internal static class ToolPath
{
    /// <summary>The full path of a program on PATH.</summary>
    /// <param name="packages">The Debian packages that bring it, for the message.</param>
    public static string Require(string tool, string packages) =>
        Find(tool, Environment.GetEnvironmentVariable("PATH") ?? "")
        ?? throw new ToolMissingException(tool, packages);

    public static string? Find(string tool, string searchPath) =>
        searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, tool))
            .FirstOrDefault(File.Exists);
}
