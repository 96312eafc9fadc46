using System.Text.Json;

namespace Bqx.DevServices;

/// <summary>The dotnet tool <c>garnet-server</c>, at the version of <c>.config/dotnet-tools.json</c>.</summary>
internal static class GarnetTool
{
    private const string Help = "Run 'dotnet tool restore' in the repository, or set BQX_REDIS to a Redis configuration.";

    /// <summary>Its assembly, in a place where the service's user can read it.</summary>
    public static async Task<string> LocateAsync(
        string root, ServiceFolders folders, ServiceUser user, CancellationToken cancellationToken)
    {
        var version = Version(root);
        var tools = new DirectoryInfo(Path.Combine(Packages(), "garnet-server", version, "tools"));
        var assembly = (tools.Exists ? tools.EnumerateDirectories() : [])
            .Select(framework => new FileInfo(Path.Combine(framework.FullName, "any", "GarnetServer.dll")))
            .FirstOrDefault(file => file.Exists)
            ?? throw new DevServicesException($"Garnet is missing: the dotnet tool garnet-server {version} is not installed. {Help}");
        if (await user.CanReadAsync(assembly.FullName, cancellationToken))
        {
            return assembly.FullName;
        }

        var copy = await ReachableCopy.MakeAsync(
            assembly.DirectoryName!, $"garnet-{version}", IsForLinux, folders, cancellationToken);
        return Path.Combine(copy, assembly.Name);
    }

    // The tool carries itself for six platforms, and once more in a portable form.
    private static bool IsForLinux(string entry) =>
        entry != "portable" && !entry.StartsWith("win-") && !entry.StartsWith("osx-");

    private static string Version(string root)
    {
        var manifest = Path.Combine(root, ".config", "dotnet-tools.json");
        if (!File.Exists(manifest))
        {
            throw new DevServicesException($"Garnet is missing: there is no .config/dotnet-tools.json. {Help}");
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        return json.RootElement.GetProperty("tools").GetProperty("garnet-server").GetProperty("version").GetString()!;
    }

    private static string Packages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
