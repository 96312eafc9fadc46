namespace Bqx.LoadTests.Servers;

/// <summary>How a server is started for a bench.</summary>
/// <param name="Root">The repository.</param>
internal sealed record ServerStart(string Root)
{
    /// <value>Folder of its databases and packages; null = everything in memory.</value>
    public string? Home { get; init; }

    /// <value>Whether that folder has no model and no bars yet.</value>
    public bool IsEmpty { get; init; }

    /// <value>Connection string of a PostgreSQL that runs already; null = one in the folder is used.</value>
    public string? Postgres { get; init; }

    /// <value>The same of Redis.</value>
    public string? Redis { get; init; }

    public IEnumerable<(string Name, string Value)> Environment => from entry in new[] { ("BQX_HOME", Home), ("BQX_POSTGRES", Postgres), ("BQX_REDIS", Redis) }
        where entry.Item2 is not null
        select (entry.Item1, entry.Item2);
}
