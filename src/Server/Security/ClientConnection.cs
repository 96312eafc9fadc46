using Bqx.Server.Hosting;

namespace Bqx.Server.Security;

/// <summary>What is known of a connection: which listener took it, and the key that its last call came with.</summary>
internal sealed class ClientConnection(ListenerRole role)
{
    private volatile SeenKey? _seen;

    public ListenerRole Role => role;

    /// <summary>The key that was proven on this connection last.</summary>
    public SeenKey? Seen
    {
        get => _seen;
        set => _seen = value;
    }

    /// <summary>Which listener took the connection of a call. One that no listener has marked has the fewest rights.</summary>
    public static ListenerRole RoleOf(HttpContext http) => http.Features.Get<ClientConnection>()?.Role ?? ListenerRole.Grpc;

    /// <summary>A header that was found good, the table that it was found in, and whose it is.</summary>
    internal sealed record SeenKey(string Header, KeyTable Table, KeyHolder Holder);
}
