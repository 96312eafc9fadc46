using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>How a call names the other side: its address, and what its certificate proves.</summary>
internal static class PeerName
{
    private const string CommonName = "x509_common_name";
    private const string SubjectAlternativeName = "x509_subject_alternative_name";

    internal static string Address(HttpContext http)
    {
        var connection = http.Connection;
        if (connection.RemoteIpAddress is { } address)
        {
            return address.AddressFamily == AddressFamily.InterNetworkV6
                ? $"ipv6:[{address}]:{connection.RemotePort}"
                : $"ipv4:{address}:{connection.RemotePort}";
        }

        return http.Features.Get<IConnectionSocketFeature>()?.Socket.LocalEndPoint is UnixDomainSocketEndPoint socket
            ? $"unix:{socket}"
            : "unknown";
    }

    internal static AuthContext Identity(HttpContext http)
    {
        var properties = new Dictionary<string, List<AuthProperty>>();
        if (http.Connection.ClientCertificate is not { } certificate)
        {
            return new AuthContext(null, properties);
        }

        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames())
            .Select(name => Property(SubjectAlternativeName, name))
            .ToList();
        var identity = alternatives.Count > 0 ? SubjectAlternativeName : null;
        if (identity is not null)
        {
            properties[SubjectAlternativeName] = alternatives;
        }

        var commonName = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        if (!string.IsNullOrEmpty(commonName))
        {
            properties[CommonName] = [Property(CommonName, commonName)];
            identity ??= CommonName;
        }

        return new AuthContext(identity, properties);
    }

    private static AuthProperty Property(string name, string value) =>
        AuthProperty.Create(name, System.Text.Encoding.UTF8.GetBytes(value));
}
