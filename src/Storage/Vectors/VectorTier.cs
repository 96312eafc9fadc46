namespace Bqx.Storage;

/// <summary>Where a vector was found, in the order in which it is looked for.</summary>
public enum VectorTier
{
    /// <summary>In this process, fresh.</summary>
    Memory,

    /// <summary>In Redis.</summary>
    Redis,

    /// <summary>In PostgreSQL.</summary>
    Postgres,

    /// <summary>In this process, no longer fresh: nothing later is to be had.</summary>
    LastKnown,
}
