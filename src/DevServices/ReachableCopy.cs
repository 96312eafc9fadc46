namespace Bqx.DevServices;

/// <summary>
/// A copy of installed files where the service's user can read them: needed as root, when they lie in a closed folder. All home folders
/// share it.
/// </summary>
internal static class ReachableCopy
{
    /// <summary>Copies the wanted entries of a folder, once. The copy appears by one rename; a half-made one is never used.</summary>
    public static async Task<string> MakeAsync(
        string source, string name, Func<string, bool> wanted, ServiceFolders folders, CancellationToken cancellationToken)
    {
        var place = Path.Combine(await Vault.OpenAsync(source, cancellationToken), name);
        if (!Directory.Exists(place))
        {
            var unfinished = $"{place}.{Environment.ProcessId}";
            Directory.CreateDirectory(unfinished);
            var entries = Directory.EnumerateFileSystemEntries(source).Where(entry => wanted(Path.GetFileName(entry)));
            await Command.CheckAsync(["cp", "-r", "--", .. entries, unfinished], cancellationToken);
            await Command.CheckAsync(["chmod", "-R", "a+rX,go-w", unfinished], cancellationToken);
            await Command.RunAsync(["mv", "-T", unfinished, place], null, cancellationToken);
            await Command.RunAsync(["rm", "-rf", unfinished], null, cancellationToken);
        }

        var link = Path.Combine(folders.Home, name);
        if (!Directory.Exists(link))
        {
            File.Delete(link);
            Directory.CreateSymbolicLink(link, place);
        }

        return place;
    }
}
