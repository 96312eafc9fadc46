namespace Bqx.Storage;

/// <summary>Keys of PostgreSQL's advisory locks: the bytes of <c>bqx</c>, then a number.</summary>
internal static class AdvisoryLocks
{
    private const long Base = 0x6271_7800;

    /// <summary>Held while the schema changes.</summary>
    public const long Migration = Base + 1;

    /// <summary>Held by the one process that computes features.</summary>
    public const long Ingest = Base + 2;
}
