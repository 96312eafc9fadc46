using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bqx.Server.Hosting;

/// <summary>The ports of the server.</summary>
internal static class KestrelSetup
{
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    public static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;

        // Streams stay open with a bar a minute: dead peers are found by pings, not by rates.
        kestrel.Limits.Http2.KeepAlivePingDelay = PingAfter;
        kestrel.Limits.Http2.KeepAlivePingTimeout = PingTimeout;
        var address = IPAddress.Parse(options.Bind);
        var certificate = LoadCertificate(options);
        kestrel.Listen(address, options.GrpcPort, listen => Grpc(listen, ListenerRole.Grpc, certificate));
        kestrel.Listen(address, options.AdminPort, listen => Grpc(listen, ListenerRole.Admin, certificate));
        kestrel.Listen(address, options.HttpPort, listen => As(listen, HttpProtocols.Http1, ListenerRole.Http));
        if (options.UnixSocket is { } path)
        {
            // A socket that a killed server left behind would refuse the bind.
            File.Delete(path);
            kestrel.ListenUnixSocket(path, listen => Grpc(listen, ListenerRole.Grpc, null));
        }
    }

    private static void Grpc(ListenOptions listen, ListenerRole role, X509Certificate2? certificate)
    {
        As(listen, HttpProtocols.Http2, role);
        if (certificate is not null)
        {
            listen.UseHttps(certificate);
        }
    }

    private static void As(ListenOptions listen, HttpProtocols protocols, ListenerRole role)
    {
        listen.Protocols = protocols;
        listen.Use(next => connection =>
        {
            connection.Features.Set(role);
            return next(connection);
        });
    }

    private static X509Certificate2? LoadCertificate(ServerOptions options) => options.TlsCertificate is { } certificate
        ? X509Certificate2.CreateFromPemFile(certificate, options.TlsKey)
        : null;
}
