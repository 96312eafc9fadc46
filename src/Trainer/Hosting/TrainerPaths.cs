namespace Bqx.Trainer.Hosting;

/// <summary>Where the trainer finds things, and what it connects to.</summary>
internal sealed record TrainerPaths
{
    private const string SolutionFile = "Bqx.sln";

    /// <summary>The repository's root: the nearest folder at or above the current one that holds the solution, else the current one.</summary>
    public required string Root { get; init; }

    /// <summary>BQX_HOME: services and caches. Default: <c>.bqx</c> under the root.</summary>
    public required string Home { get; init; }

    /// <summary>BQX_MODELS: the model repository. Default: <c>models</c> under the home.</summary>
    public required string Models { get; init; }

    /// <summary>BQX_POSTGRES; null: a local PostgreSQL is started.</summary>
    public string? Postgres { get; init; }

    /// <summary>BQX_REDIS; null: a local Garnet is started.</summary>
    public string? Redis { get; init; }

    /// <summary>Reads the environment.</summary>
    public static TrainerPaths FromEnvironment(Func<string, string?> variable)
    {
        var root = FindRoot(Environment.CurrentDirectory);
        var home = Path.GetFullPath(Read("BQX_HOME") ?? Path.Combine(root, ".bqx"));
        return new TrainerPaths
        {
            Root = root,
            Home = home,
            Models = Path.GetFullPath(Read("BQX_MODELS") ?? Path.Combine(home, "models")),
            Postgres = Read("BQX_POSTGRES"),
            Redis = Read("BQX_REDIS"),
        };

        string? Read(string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }

    /// <summary>The nearest folder at or above one that holds the solution, else that folder.</summary>
    internal static string FindRoot(string start)
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
}
