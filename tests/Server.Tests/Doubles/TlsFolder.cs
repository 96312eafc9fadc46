using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bqx.Grpc.Tests.Support;
using Grpc.Net.Client;

namespace Bqx.Server.Tests.Doubles;

/// <summary>PEM files of a server and of its administrators' authority, which go with their test.</summary>
internal sealed class TlsFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bqx-tls-").FullName;

    public Certificates Authority { get; } = new();

    public Certificates Administrators { get; } = new();

    /// <summary>What turns TLS on, and mutual TLS for administrators.</summary>
    public string[] Arguments =>
        [$"--Server:TlsCertificate={In("server.pem")}", $"--Server:TlsKey={In("server.key")}", $"--Server:TlsClientAuthority={In("admins.pem")}"];

    public string KeyText => File.ReadAllText(In("server.key"));

    /// <summary>Puts a new certificate of the server there; returns its serial number.</summary>
    public string Write(TimeSpan? left = null)
    {
        using var certificate = Authority.Issue("localhost", left);
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(In("server.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(In("server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(In("admins.pem"), Administrators.Authority.ExportCertificatePem());
        return certificate.SerialNumber;
    }

    /// <summary>A channel that trusts the server's authority and shows a certificate.</summary>
    /// <param name="address">The server.</param>
    /// <param name="shown">What the client shows; null: nothing.</param>
    /// <param name="seen">Told the serial number of the server's certificate.</param>
    public GrpcChannel Channel(Uri address, X509Certificate2? shown = null, Action<string>? seen = null) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = shown is null ? null : [shown],
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    seen?.Invoke(((X509Certificate2)certificate!).SerialNumber);
                    return Authority.Signed(certificate);
                },
            },
        },
    });

    public void Dispose()
    {
        Authority.Dispose();
        Administrators.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string In(string name) => Path.Combine(_folder, name);
}
