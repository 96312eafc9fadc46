namespace Bqx.TestKit;

/// <summary>Where the tests' own repository is.</summary>
public static class TestRepository
{
    /// <summary>The folder of <c>Bqx.sln</c>, found upwards from the test program.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Bqx.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Bqx.sln is in no folder above the test program.");
    }
}
