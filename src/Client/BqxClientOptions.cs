using System.Security.Cryptography.X509Certificates;

namespace Bqx.Client;

/// <summary>How a client calls.</summary>
public sealed record BqxClientOptions
{
    /// <value>The server's gRPC address, such as http://127.0.0.1:5080.</value>
    public required Uri Address { get; init; }

    /// <value>The address of its administration, such as https://10.0.0.7:5081. Default: none, and nothing is administered.</value>
    public Uri? AdminAddress { get; init; }

    /// <value>The key that the server asks for, as <c>./bqx keys create</c> printed it. It goes with every call: use https. Default: none.</value>
    public string? ApiKey { get; init; }

    /// <value>The certificate that the client shows, with its private key: administrators need one where the server asks for it. Default: none.</value>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <value>The authorities that the server's certificate is to come from, instead of the system's. Default: none.</value>
    public X509Certificate2Collection? ServerAuthorities { get; init; }

    /// <value>Time a call may take, retries included, and a subscription until its first answer. Default 2 s.</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>How often a call is tried again when the server is unavailable, 1 to 10. Default 3.</value>
    public int Retries { get; init; } = 3;

    /// <value>Wait before the first retry; doubles with each, with jitter. Default 50 ms.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <value>Longest wait before a stream is opened again. Default 1 s.</value>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>
    /// When a read that has no answer yet is sent a second time; the first answer counts. A little above the usual 99th percentile is right. Default: never.
    /// </value>
    public TimeSpan? HedgeAfter { get; init; }

    /// <value>Second sendings for a hundred reads, 1 to 100, on average; ten may come at once. Default 5.</value>
    public int HedgePercent { get; init; } = 5;

    /// <value>A connection with calls on it that has been silent for so long is asked whether it lives. Default 5 s.</value>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>When it counts as broken if it does not answer. Default 3 s.</value>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <value>How the client connects, such as over a Unix socket; then certificates and pings are its matter. Default: TCP to the address.</value>
    public HttpMessageHandler? Handler { get; init; }

    /// <value>The clock of deadlines and waits. Default: the system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
