using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bqx.Core;
using Bqx.Server.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Bqx.Server.Security;

/// <summary>
/// The server's certificate and the authority of its administrators, from PEM files that may be replaced while it runs: a handshake uses
/// what is there when it begins, connections that are open go on.
/// </summary>
internal sealed class TlsFiles : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    private readonly ReloadedFiles<SslStreamCertificateContext> _certificate;
    private readonly ReloadedFiles<X509Certificate2Collection>? _authority;

    private TlsFiles(ReloadedFiles<SslStreamCertificateContext> certificate, ReloadedFiles<X509Certificate2Collection>? authority) =>
        (_certificate, _authority) = (certificate, authority);

    /// <summary>Opens the files that the options name; null when they name no certificate.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: they cannot be used.</exception>
    public static TlsFiles? Open(ServerOptions options, TimeProvider time, ILogger logger) => options is { TlsCertificate: { } certificate, TlsKey: { } key }
        ? new TlsFiles(
            new ReloadedFiles<SslStreamCertificateContext>(
                "Server:TlsCertificate", [certificate, key], (contents, _) => ReadCertificate(contents[0], contents[1], time), time, logger),
            options.TlsClientAuthority is { } authority
                ? new ReloadedFiles<X509Certificate2Collection>("Server:TlsClientAuthority", [authority], (contents, _) => ReadAuthority(contents[0]), time, logger)
                : null)
        : null;

    /// <summary>How a listener shakes hands.</summary>
    public TlsHandshakeCallbackOptions For(ListenerRole role) => new()
    {
        HandshakeTimeout = HandshakeTimeout,
        OnConnection = _ => ValueTask.FromResult(Options(role)),
    };

    public void Dispose()
    {
        _certificate.Dispose();
        _authority?.Dispose();
    }

    private SslServerAuthenticationOptions Options(ListenerRole role)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificate.Current,
            ApplicationProtocols = [role == ListenerRole.Http ? SslApplicationProtocol.Http11 : SslApplicationProtocol.Http2],
        };
        if (role == ListenerRole.Admin && _authority is { } authority)
        {
            options.ClientCertificateRequired = true;
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                ApplicationPolicy = { new Oid(ClientAuthentication) },
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authority.Current);
        }

        return options;
    }

    private static SslStreamCertificateContext ReadCertificate(byte[] certificate, byte[] key, TimeProvider time)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(Text(certificate));
            var leaf = X509Certificate2.CreateFromPem(Text(certificate), Text(key));
            return leaf.NotAfter > time.GetUtcNow().LocalDateTime
                ? SslStreamCertificateContext.Create(leaf, [.. chain.Skip(1)], offline: true)
                : throw new FaultException(Fault.InvalidInput, $"Server:TlsCertificate: the certificate has expired at {leaf.NotAfter.ToUniversalTime():u}.");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new FaultException(
                Fault.InvalidInput, "Server:TlsCertificate and Server:TlsKey: a certificate in PEM, its chain after it, and its unencrypted key are needed.", error);
        }
    }

    private static X509Certificate2Collection ReadAuthority(byte[] pem)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(Text(pem));
            return authorities.Count > 0
                ? authorities
                : throw new FaultException(Fault.InvalidInput, "Server:TlsClientAuthority: it holds no certificate in PEM.");
        }
        catch (CryptographicException error)
        {
            throw new FaultException(Fault.InvalidInput, "Server:TlsClientAuthority: certificates in PEM are needed.", error);
        }
    }

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);
}
