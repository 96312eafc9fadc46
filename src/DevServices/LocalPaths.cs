namespace Bqx.DevServices;

/// <summary>Where a process of Bqx finds things and what it connects to, from the environment.</summary>
public sealed record LocalPaths
{
    private const string SolutionFile = "Bqx.sln";

    /// <summary>The nearest folder at or above the current one that holds the solution, else the current one.</summary>
    public required string Root { get; init; }

    /// <summary>BQX_HOME: data of services that are started here. Default: .bqx under the root.</summary>
    public required string Home { get; init; }

    /// <summary>BQX_MODELS: the model repository. Default: models under the home.</summary>
    public required string Models { get; init; }

    /// <summary>BQX_POSTGRES; null: one is started.</summary>
    public string? Postgres { get; init; }

    /// <summary>BQX_POSTGRES_REPLICA: a read replica of BQX_POSTGRES; null: the primary is read.</summary>
    public string? PostgresReplica { get; init; }

    /// <summary>BQX_REDIS; null: one is started.</summary>
    public string? Redis { get; init; }

    /// <summary>BQX_TRUSTED_KEYS: folder of the public keys whose packages are loaded; null: signatures are not asked for.</summary>
    public string? TrustedKeys { get; init; }

    /// <summary>BQX_API_KEYS: the file of the keys that callers of the server need; null: none is named.</summary>
    public string? ApiKeys { get; init; }

    /// <summary>Reads the environment.</summary>
    public static LocalPaths Read(Func<string, string?> variable, string currentFolder)
    {
        var root = FindRoot(currentFolder);
        var home = Path.GetFullPath(Value("BQX_HOME") ?? Path.Combine(root, ".bqx"), currentFolder);
        return new LocalPaths
        {
            Root = root,
            Home = home,
            Models = Path.GetFullPath(Value("BQX_MODELS") ?? Path.Combine(home, "models"), currentFolder),
            Postgres = Value("BQX_POSTGRES"),
            PostgresReplica = Value("BQX_POSTGRES_REPLICA"),
            Redis = Value("BQX_REDIS"),
            TrustedKeys = Value("BQX_TRUSTED_KEYS"),
            ApiKeys = Value("BQX_API_KEYS"),
        };

        string? Value(string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }

    private static string FindRoot(string start)
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
