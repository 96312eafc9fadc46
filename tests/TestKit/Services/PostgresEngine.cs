namespace Bqx.TestKit;

/// <summary>The PostgreSQL servers that storage is tested against.</summary>
public enum PostgresEngine
{
    /// <summary>PostgreSQL 18 from the npm package, through DevServices.</summary>
    Embedded,

    /// <summary>Debian's PostgreSQL 15, a cluster of its own in a temporary folder.</summary>
    Debian,
}
