using System.Net;
using Bqx.Server.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bqx.Server.Hosting;

/// <summary>The ports of the server.</summary>
internal static class KestrelSetup
{
    private const int MaxHeaders = 64;
    private const int MaxHeadersBytes = 16 * 1024;
    private const int MaxHeaderBytes = 8 * 1024;
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Sets up the ports; TLS where there are certificates.</summary>
    public static void Configure(KestrelServerOptions kestrel, ServerOptions options, TlsFiles? tls)
    {
        kestrel.AddServerHeader = false;
        Limit(kestrel.Limits, options);
        var address = IPAddress.Parse(options.Bind);
        kestrel.Listen(address, options.GrpcPort, listen => As(listen, HttpProtocols.Http2, ListenerRole.Grpc, tls));
        kestrel.Listen(address, options.AdminPort, listen => As(listen, HttpProtocols.Http2, ListenerRole.Admin, tls));
        kestrel.Listen(address, options.HttpPort, listen => As(listen, HttpProtocols.Http1, ListenerRole.Http, options.TlsHttp ? tls : null));
        if (options.UnixSocket is { } path)
        {
            // A socket that a killed server left behind would refuse the bind.
            File.Delete(path);
            kestrel.ListenUnixSocket(path, listen => As(listen, HttpProtocols.Http2, ListenerRole.Grpc, null));
        }
    }

    private static void Limit(KestrelServerLimits limits, ServerOptions options)
    {
        // Streams stay open with a bar a minute: dead peers are found by pings, not by rates.
        limits.Http2.KeepAlivePingDelay = PingAfter;
        limits.Http2.KeepAlivePingTimeout = PingTimeout;
        limits.Http2.MaxStreamsPerConnection = options.MaxStreamsPerConnection;
        limits.Http2.MaxRequestHeaderFieldSize = MaxHeaderBytes;
        limits.MaxRequestHeaderCount = MaxHeaders;
        limits.MaxRequestHeadersTotalSize = MaxHeadersBytes;
        limits.MaxConcurrentConnections = options.MaxConnections;
    }

    private static void As(ListenOptions listen, HttpProtocols protocols, ListenerRole role, TlsFiles? tls)
    {
        listen.Protocols = protocols;
        listen.Use(next => connection =>
        {
            connection.Features.Set(new ClientConnection(role));
            return next(connection);
        });
        if (tls is not null)
        {
            listen.UseHttps(tls.For(role));
        }
    }
}
