using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Bqx.Client;

/// <summary>The ways to a server: for everybody, and for administrators. Each connects with its first call, and again when its connection is lost.</summary>
internal sealed class Connections : IDisposable
{
    private readonly BqxClientOptions _options;
    private readonly GrpcChannel _channel;
    private readonly GrpcChannel? _admin;

    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public Connections(BqxClientOptions options)
    {
        if (options.Handler is not null && (options.ClientCertificate is not null || options.ServerAuthorities is not null))
        {
            throw new ArgumentException("Handler is set: give it the certificates, and leave ClientCertificate and ServerAuthorities out.", nameof(options));
        }

        _options = options;
        _channel = Open(options.Address);
        _admin = options.AdminAddress is { } admin ? Open(admin) : null;
    }

    /// <summary>Calls of predictions and bars.</summary>
    public CallInvoker Calls => WithKey(_channel);

    /// <summary>Calls of the administration; null where no address is known.</summary>
    public CallInvoker? AdminCalls => _admin is null ? null : WithKey(_admin);

    public void Dispose()
    {
        _channel.Dispose();
        _admin?.Dispose();
    }

    private GrpcChannel Open(Uri address) => GrpcChannel.ForAddress(
        address, new GrpcChannelOptions { HttpHandler = _options.Handler ?? CreateHandler(), DisposeHttpClient = _options.Handler is null });

    private CallInvoker WithKey(GrpcChannel channel) => _options.ApiKey is { } key
        ? channel.Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {key}");
            return headers;
        })
        : channel.CreateCallInvoker();

    private SocketsHttpHandler CreateHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = _options.Deadline,
        KeepAlivePingDelay = _options.PingAfter,
        KeepAlivePingTimeout = _options.PingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        SslOptions = CreateTls(),
    };

    private SslClientAuthenticationOptions CreateTls()
    {
        var tls = new SslClientAuthenticationOptions();
        if (_options.ClientCertificate is { } certificate)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        }

        if (_options.ServerAuthorities is { } authorities)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return tls;
    }
}
