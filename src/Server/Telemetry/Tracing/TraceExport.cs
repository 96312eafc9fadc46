using System.Reflection;
using Bqx.Plugins.Hosting;
using Bqx.Storage;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bqx.Server.Telemetry;

/// <summary>Sends spans to a collector where one is configured, in batches beside all work; what it cannot take is lost.</summary>
internal sealed class TraceExport : IDisposable
{
    private const int TimeoutMilliseconds = 2_000;

    private readonly TracerProvider? _provider;

    public TraceExport(IOptions<TelemetryOptions> telemetry, IOptions<ServerOptions> server)
    {
        if (telemetry.Value is not { OtlpEndpoint: { } endpoint } options)
        {
            return;
        }

        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3);
        _provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService("bqx-server", "bqx", version, serviceInstanceId: server.Value.Replica))
            .AddSource(Traces.Name, HostTelemetry.Name, StorageTelemetry.Name)
            .SetSampler(new ParentBasedSampler(new TraceSampler(options)))
            .AddOtlpExporter(exporter =>
            {
                exporter.Endpoint = endpoint;
                exporter.Protocol = options.OtlpProtocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                exporter.TimeoutMilliseconds = TimeoutMilliseconds;
                exporter.BatchExportProcessorOptions.ScheduledDelayMilliseconds = (int)options.ExportEvery.TotalMilliseconds;
                exporter.BatchExportProcessorOptions.ExporterTimeoutMilliseconds = TimeoutMilliseconds;
            })
            .Build();
    }

    /// <summary>Sends what is left.</summary>
    public void Dispose() => _provider?.Dispose();
}
