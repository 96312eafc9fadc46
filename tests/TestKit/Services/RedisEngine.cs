namespace Bqx.TestKit;

/// <summary>The servers of the Redis protocol that the cache is tested against.</summary>
public enum RedisEngine
{
    /// <summary>The dotnet tool garnet-server, through DevServices.</summary>
    Garnet,

    /// <summary>Debian's redis-server 7.</summary>
    Debian,
}
