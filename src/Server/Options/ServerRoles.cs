namespace Bqx.Server;

/// <summary>What a server does.</summary>
[Flags]
public enum ServerRoles
{
    None = 0,

    /// <summary>It predicts; without the other role it follows the bars that another server commits.</summary>
    Serve = 1,

    /// <summary>It takes live bars while it holds the lease, and waits for it while another does.</summary>
    Ingest = 2,
}
