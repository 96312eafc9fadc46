using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>
/// What makes two calls those of one client: its metadata <c>client-id</c>, else its API key, else the host that it calls from.
/// </summary>
internal static class ClientKey
{
    private const string IdHeader = "client-id";
    private const string KeyHeader = "authorization";
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    public static string Of(ServerCallContext context)
    {
        string? key = null;
        foreach (var entry in context.RequestHeaders)
        {
            if (entry.Key == IdHeader && entry.Value.Length > 0)
            {
                return entry.Value;
            }

            key ??= entry.Key == KeyHeader ? entry.Value : null;
        }

        return key ?? HostOf(context.Peer);
    }

    /// <summary>
    /// Where a key lies in [0, 1), the same on every machine: FNV-1a of 64 bits (Fowler, Noll, Vo) over its characters, mixed by the finalizer
    /// of MurmurHash3 (Appleby), since the upper bits of FNV-1a of short keys are close together.
    /// </summary>
    public static double Position(string key)
    {
        var hash = Offset;
        foreach (var character in key)
        {
            hash = (hash ^ character) * Prime;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        hash ^= hash >> 33;
        return (hash >> 11) * (1.0 / (1UL << 53));
    }

    // Without the port, which is another one at every connection.
    private static string HostOf(string peer) =>
        peer.StartsWith("ipv", StringComparison.Ordinal) && peer.LastIndexOf(':') is var colon and > 5 ? peer[..colon] : peer;
}
