using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Bqx.Server;

/// <summary>How the server listens, serves and stops (section <c>Server</c>).</summary>
public sealed class ServerOptions : IValidatableObject
{
    public const string Section = "Server";

    /// <value>Address to listen on. Default 127.0.0.1.</value>
    [Required]
    public string Bind { get; set; } = "127.0.0.1";

    /// <value>Port of predictions and bars (gRPC). 0 = any free one. Default 5080.</value>
    [Range(0, 65_535)]
    public int GrpcPort { get; set; } = 5080;

    /// <value>Port of the administration (gRPC). 0 = any free one. Default 5081.</value>
    [Range(0, 65_535)]
    public int AdminPort { get; set; } = 5081;

    /// <value>Port of metrics and health (HTTP/1.1). 0 = any free one. Default 5082.</value>
    [Range(0, 65_535)]
    public int HttpPort { get; set; } = 5082;

    /// <value>Path of a Unix socket that serves what the gRPC port does. Default none.</value>
    [MaxLength(100)]
    public string? UnixSocket { get; set; }

    /// <value>PEM file of the certificate: turns TLS on for both gRPC ports. Default none.</value>
    public string? TlsCertificate { get; set; }

    /// <value>PEM file of its key.</value>
    public string? TlsKey { get; set; }

    /// <value>PEM file of the authorities whose certificates administrators show: turns mutual TLS on for the admin port. Default none.</value>
    public string? TlsClientAuthority { get; set; }

    /// <value>Whether metrics and health are served over TLS too. Default false.</value>
    public bool TlsHttp { get; set; }

    /// <value>File of the keys that callers need (<c>./bqx keys</c>). Default: BQX_API_KEYS, or none, and anyone may call.</value>
    public string? ApiKeys { get; set; } = Environment.GetEnvironmentVariable("BQX_API_KEYS") is { Length: > 0 } path ? path : null;

    /// <value>Most calls at a time on a connection. Default 256.</value>
    [Range(1, 10_000)]
    public int MaxStreamsPerConnection { get; set; } = 256;

    /// <value>Most connections at a time, all ports together. Default 10,000.</value>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <value>Folder of public keys (<c>*.pem</c>): packages without a signature by one of them are refused. Default: BQX_TRUSTED_KEYS, or none, and all are loaded.</value>
    public string? TrustedKeys { get; set; } = Environment.GetEnvironmentVariable("BQX_TRUSTED_KEYS");

    /// <value>Folder of plug-ins, one in each of its folders, for further kinds of model. Default: BQX_PLUGINS, or none.</value>
    public string? Plugins { get; set; } = Environment.GetEnvironmentVariable("BQX_PLUGINS");

    /// <value>Where the stores are. Default Auto.</value>
    [EnumDataType(typeof(ServicesMode))]
    public ServicesMode Services { get; set; } = ServicesMode.Auto;

    /// <value>What this server does. Default serve,ingest.</value>
    public ServerRoles Roles { get; set; } = ServerRoles.Serve | ServerRoles.Ingest;

    /// <value>How often a server that takes no bars looks for those that another has committed. Default 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan FollowEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <value>
    /// How long the store may hear nothing of the server that takes bars before another may take its place. The same for all servers of a store. Default 3.5 s.
    /// </value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan IngestLease { get; set; } = TimeSpan.FromSeconds(3.5);

    /// <value>
    /// Calls of Predict that the server makes on its own port before it is ready, so that the first request of a client is not the slowest.
    /// They count in the metrics. Default 64.
    /// </value>
    [Range(0, 10_000)]
    public int WarmUpCalls { get; set; } = 64;

    /// <value>Whether the Diagnostics service is there. Default false.</value>
    public bool Diagnostics { get; set; }

    /// <value>Whether the server describes itself (gRPC reflection). Default true.</value>
    public bool Reflection { get; set; } = true;

    /// <value>From when age is counted. Default Close.</value>
    [EnumDataType(typeof(AgeOrigin))]
    public AgeOrigin AgeFrom { get; set; } = AgeOrigin.Close;

    /// <value>Age from which a prediction is flagged stale and says HOLD. Default 30 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <value>How long a minute waits for pairs that are missing, from its first bar. Default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:50")]
    public TimeSpan MinuteDeadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>How long all replicas may take to make a promoted model ready. Default 60 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PromotionTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <value>How long calls in progress may take once the server is told to stop. Default 15 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <value>Name of this replica. Default: machine and process.</value>
    [MaxLength(128)]
    public string Replica { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Bind, out _))
        {
            yield return new ValidationResult($"Server:Bind is '{Bind}': an IP address such as 127.0.0.1 or 0.0.0.0 is needed.");
        }

        if (!Roles.HasFlag(ServerRoles.Serve))
        {
            yield return new ValidationResult($"Server:Roles is '{Roles}': serve or serve,ingest is right; a server that takes bars serves them too.");
        }

        if (TlsCertificate is null != TlsKey is null)
        {
            yield return new ValidationResult("Server:TlsCertificate and Server:TlsKey go together: set both or none.");
        }

        if (TlsCertificate is null && (TlsClientAuthority is not null || TlsHttp))
        {
            yield return new ValidationResult("Server:TlsClientAuthority and Server:TlsHttp need Server:TlsCertificate and Server:TlsKey.");
        }

        var ports = new[] { GrpcPort, AdminPort, HttpPort }.Where(port => port != 0).ToList();
        if (ports.Distinct().Count() != ports.Count)
        {
            yield return new ValidationResult("Server:GrpcPort, AdminPort and HttpPort must differ.");
        }
    }
}
