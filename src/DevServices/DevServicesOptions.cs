namespace Bqx.DevServices;

/// <summary>Which local services are wanted, and where they live.</summary>
public sealed record DevServicesOptions
{
    /// <summary>The folder for data, logs and state; created when absent. Processes with the same one share the services.</summary>
    /// <value>Usually <c>.bqx</c> under the repository root.</value>
    public required string Home { get; init; }

    /// <summary>The repository root: holds <c>node_modules</c> and <c>.config/dotnet-tools.json</c>.</summary>
    public required string Root { get; init; }

    /// <summary>Whether PostgreSQL is wanted: false when a connection string is given.</summary>
    public bool NeedPostgres { get; init; }

    /// <summary>Whether a Redis-protocol server (Garnet) is wanted: false when a configuration is given.</summary>
    public bool NeedRedis { get; init; }

    /// <summary>How long a service may take to start.</summary>
    /// <value>60 seconds.</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Told, one line each, what is being started, recovered and stopped.</summary>
    public Action<string>? Log { get; init; }
}
