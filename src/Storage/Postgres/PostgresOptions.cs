namespace Bqx.Storage;

/// <summary>Where PostgreSQL is.</summary>
public sealed record PostgresOptions
{
    /// <summary>The primary: Npgsql's connection string; limits that it does not set get defaults.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>A replica for reading history; null: the primary is read.</summary>
    public string? Replica { get; init; }

    /// <summary>How far the replica may be behind.</summary>
    /// <value>One minute.</value>
    public TimeSpan MaxReplicaLag { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Hears when the replica is given up, with the reason, and when it is taken up again.</summary>
    public Action<string>? Warn { get; init; }
}
