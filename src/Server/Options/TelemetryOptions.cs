using System.ComponentModel.DataAnnotations;

namespace Bqx.Server;

/// <summary>What the server tells about itself beside its metrics (section <c>Telemetry</c>).</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <value>
    /// Where traces go (OTLP), such as http://127.0.0.1:4317. Default: OTEL_EXPORTER_OTLP_ENDPOINT, or none: nothing is traced, and nothing
    /// is paid for it.
    /// </value>
    public Uri? OtlpEndpoint { get; set; } =
        Uri.TryCreate(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"), UriKind.Absolute, out var endpoint) ? endpoint : null;

    /// <value>How it is spoken there. Over HTTP the path /v1/traces is part of the endpoint. Default Grpc.</value>
    [EnumDataType(typeof(OtlpProtocol))]
    public OtlpProtocol OtlpProtocol { get; set; }

    /// <value>How often spans are sent. Default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan ExportEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>Share of the messages with bars that are traced, with all that follows from them. Default 1.</value>
    [Range(0.0, 1.0)]
    public double BarShare { get; set; } = 1;

    /// <value>Share of the calls that are traced where their caller does not say it: one that does is followed. Default 0.001.</value>
    [Range(0.0, 1.0)]
    public double CallShare { get; set; } = 0.001;

    /// <value>A unary call that takes longer is logged. Default 100 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan SlowCall { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <value>Whether log lines are JSON objects, with the trace they belong to. Default false: text.</value>
    public bool JsonLogs { get; set; }
}
