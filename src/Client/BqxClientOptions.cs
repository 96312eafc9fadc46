namespace Bqx.Client;

/// <summary>How a client calls.</summary>
public sealed record BqxClientOptions
{
    /// <value>The server's gRPC address, such as http://127.0.0.1:5080.</value>
    public required Uri Address { get; init; }

    /// <value>The key that the server asks for, as <c>./bqx keys create</c> printed it. It goes with every call: use https. Default: none.</value>
    public string? ApiKey { get; init; }

    /// <value>Time a call may take, retries included. Default 2 s.</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>How often a call is tried again when the server is unavailable, 1 to 10. Default 3.</value>
    public int Retries { get; init; } = 3;

    /// <value>Wait before the first retry; doubles with each, with jitter. Default 50 ms.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <value>Longest wait before a stream is opened again. Default 1 s.</value>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>How the client connects, such as over a Unix socket. Default: TCP to the address.</value>
    public HttpMessageHandler? Handler { get; init; }

    /// <value>The clock of deadlines and waits. Default: the system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
