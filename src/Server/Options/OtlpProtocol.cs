namespace Bqx.Server;

/// <summary>How OTLP is spoken.</summary>
public enum OtlpProtocol
{
    /// <summary>gRPC, usually on port 4317.</summary>
    Grpc,

    /// <summary>Protocol Buffers over HTTP, usually on port 4318.</summary>
    Http,
}
