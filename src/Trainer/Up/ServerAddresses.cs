using System.Net;
using System.Net.Sockets;

namespace Bqx.Trainer.Up;

/// <summary>The ports of a server on this machine.</summary>
internal sealed record ServerAddresses(int GrpcPort, int AdminPort, int HttpPort)
{
    /// <summary>The ports that documentation names, each replaced by a free one where it is taken.</summary>
    public static ServerAddresses Choose() => new(PreferOrFree(5080), PreferOrFree(5081), PreferOrFree(5082));

    private static int PreferOrFree(int preferred)
    {
        try
        {
            return Probe(preferred);
        }
        catch (SocketException)
        {
            return Probe(0);
        }
    }

    private static int Probe(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
