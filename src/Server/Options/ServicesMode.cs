namespace Bqx.Server;

/// <summary>Where the server's stores are.</summary>
public enum ServicesMode
{
    /// <summary>PostgreSQL and Redis from BQX_POSTGRES and BQX_REDIS; the missing one is started.</summary>
    Auto,

    /// <summary>Everything in memory, a no-op model and synthetic bars: to measure the server alone.</summary>
    None,
}
