using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Bqx.Grpc.Tests.Support;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Bqx.Grpc.Tests.Server;

/// <summary>TLS, client certificates, Unix sockets.</summary>
public sealed class TransportTests : IDisposable
{
    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Tls_TrustedServer_Served()
    {
        await using var host = await StartTlsAsync(ClientCertificateMode.NoCertificate, (request, context) =>
            Task.FromResult($"{request} {context.AuthContext.IsPeerAuthenticated}"));

        (await Channel(host, _certificates).CallUnary("x")).ShouldBe("x False");
    }

    [Fact]
    public async Task Tls_ServerOfAnotherAuthority_Unavailable()
    {
        using var others = new Certificates();
        await using var host = await StartTlsAsync(ClientCertificateMode.NoCertificate, (request, _) => Task.FromResult(request));

        (await Strings.StatusOfAsync(Channel(host, others).CallUnary("x"))).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task MutualTls_ClientCertificate_IdentityInAuthContext()
    {
        await using var host = await StartTlsAsync(ClientCertificateMode.RequireCertificate, (_, context) => Task.FromResult(
            $"{context.AuthContext.PeerIdentityPropertyName}: " +
            string.Join(',', context.AuthContext.PeerIdentity.Select(property => property.Value)) + "; " +
            context.AuthContext.FindPropertiesByName("x509_common_name").Single().Value));
        using var certificate = _certificates.Issue("engine");

        (await Channel(host, _certificates, certificate).CallUnary("x"))
            .ShouldBe("x509_subject_alternative_name: engine; engine");
    }

    [Fact]
    public async Task MutualTls_NoOrForeignClientCertificate_Unavailable()
    {
        using var others = new Certificates();
        using var foreign = others.Issue("engine");
        await using var host = await StartTlsAsync(ClientCertificateMode.RequireCertificate, (request, _) => Task.FromResult(request));

        (await Strings.StatusOfAsync(Channel(host, _certificates).CallUnary("x")))
            .StatusCode.ShouldBe(StatusCode.Unavailable);
        (await Strings.StatusOfAsync(Channel(host, _certificates, foreign).CallUnary("x")))
            .StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task CallCredentials_OverTls_HeaderArrives()
    {
        await using var host = await StartTlsAsync(ClientCertificateMode.NoCertificate, (_, context) =>
            Task.FromResult(context.RequestHeaders.GetValue("authorization")!));
        var credentials = CallCredentials.FromInterceptor((context, metadata) =>
        {
            metadata.Add("authorization", $"token for {context.MethodName} of {new Uri(context.ServiceUrl).AbsolutePath}");
            return Task.CompletedTask;
        });

        (await Channel(host, _certificates).CallUnary("x", new CallOptions(credentials: credentials)))
            .ShouldBe("token for Unary of /test.Strings");
    }

    [Fact]
    public async Task CallCredentials_WithoutTls_NotSent()
    {
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapUnary((request, _) => Task.FromResult(request)));
        var credentials = CallCredentials.FromInterceptor((_, _) => throw new InvalidOperationException("asked"));

        var status = await Strings.StatusOfAsync(host.Channel().CallUnary("x", new CallOptions(credentials: credentials)));

        status.StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task UnixSocket_Call_ServedAndPeerNamed()
    {
        var path = Path.Combine(Path.GetTempPath(), $"bqx-{Guid.NewGuid():N}.sock");
        await using var host = await GrpcHost.StartAsync(
            map: routes => routes.MapUnary((_, context) => Task.FromResult(context.Peer)),
            kestrel: server => server.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http2));
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var channel = GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });

        (await channel.CallUnary("x")).ShouldBe($"unix:{path}");
    }

    [Fact]
    public async Task Tcp_Call_PeerAndHostNamed()
    {
        await using var host = await GrpcHost.StartAsync(
            map: routes => routes.MapUnary((_, context) => Task.FromResult($"{context.Peer} {context.Host} {context.Method}")));

        (await host.Channel().CallUnary("x")).ShouldMatch($"^ipv4:127.0.0.1:\\d+ 127.0.0.1:{host.Port} /test.Strings/Unary$");
    }

    private static GrpcChannel Channel(GrpcHost host, Certificates trusted, X509Certificate2? own = null)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => trusted.Signed(certificate),
                ClientCertificates = own is null ? null : [own],
            },
        };
        return host.Channel(new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    private Task<GrpcHost> StartTlsAsync(ClientCertificateMode mode, UnaryServerMethod<string, string> handler) =>
        GrpcHost.StartAsync(
            map: routes => routes.MapUnary(handler),
            kestrel: server => server.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(_certificates.Issue("localhost"), https =>
                {
                    https.ClientCertificateMode = mode;
                    https.ClientCertificateValidation = (certificate, _, _) => _certificates.Signed(certificate);
                });
            }));
}
