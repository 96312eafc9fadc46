namespace Bqx.Benching.Machine;

internal static class RepositoryRoot
{
    public const string Marker = "Bqx.sln";

    /// <summary>The nearest folder at or above <paramref name="start"/> that holds the solution.</summary>
    public static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
            {
                return folder.FullName;
            }
        }

        throw new BenchException($"No {Marker} at or above '{start}': run this from inside the repository.");
    }

    /// <summary>From the program's own folder, and from the working folder where that fails.</summary>
    public static string Find()
    {
        try
        {
            return Find(AppContext.BaseDirectory);
        }
        catch (BenchException)
        {
            return Find(Directory.GetCurrentDirectory());
        }
    }
}
