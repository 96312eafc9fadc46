namespace Bqx.Trainer.Hosting;

/// <summary>Where the trainer keeps its files.</summary>
/// <param name="Home">BQX_HOME: services, caches.</param>
/// <param name="Models">BQX_MODELS: the model repository.</param>
internal sealed record TrainerPaths(string Home, string Models)
{
    private const string SolutionFile = "Bqx.sln";

    /// <summary>
    /// Reads BQX_HOME and BQX_MODELS. Without them: <c>.bqx</c> under the repository's root, which is the nearest folder above the
    /// current one that holds the solution, else the current folder; and <c>models</c> in it.
    /// </summary>
    public static TrainerPaths FromEnvironment(Func<string, string?> variable)
    {
        var home = NonEmpty(variable("BQX_HOME")) ?? Path.Combine(RepositoryRoot(Environment.CurrentDirectory), ".bqx");
        return new TrainerPaths(Path.GetFullPath(home), Path.GetFullPath(NonEmpty(variable("BQX_MODELS")) ?? Path.Combine(home, "models")));
    }

    /// <summary>The nearest folder at or above one that holds the solution, else that folder.</summary>
    internal static string RepositoryRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile)))
            {
                return folder.FullName;
            }
        }

        return start;
    }

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
