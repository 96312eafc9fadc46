using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bqx.Core;

namespace Bqx.Server.Security;

/// <summary>
/// Who calls. The hash is computed once a connection; later calls compare the header with the one that was good, in constant time and
/// without allocating.
/// </summary>
internal sealed class KeyRing(ReloadedFiles<KeyTable> tables) : IDisposable
{
    private const string Scheme = "Bearer ";

    /// <summary>Opens the file of keys.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: it cannot be used.</exception>
    public static KeyRing Open(string path, TimeProvider time, ILogger logger) => new(new ReloadedFiles<KeyTable>(
        "Server:ApiKeys", [path], (contents, before) => KeyTable.Create(ApiKeyFile.Read(contents[0]), before, time), time, logger));

    /// <summary>The holder of the key in a request's <c>authorization</c> header; null when there is none, or it is not right.</summary>
    public KeyHolder? Find(HttpContext http)
    {
        string? header = http.Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var table = tables.Current;
        var connection = http.Features.Get<ClientConnection>();
        if (connection?.Seen is { } seen && seen.Table == table && Same(seen.Header, header))
        {
            return seen.Holder;
        }

        var holder = table.Find(header.AsSpan(Scheme.Length));
        if (holder is not null && connection is not null)
        {
            connection.Seen = new ClientConnection.SeenKey(header, table, holder);
        }

        return holder;
    }

    public void Dispose() => tables.Dispose();

    private static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(one.AsSpan()), MemoryMarshal.AsBytes(other.AsSpan()));
}
