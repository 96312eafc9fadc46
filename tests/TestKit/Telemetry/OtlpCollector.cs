using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bqx.TestKit;

/// <summary>A collector of traces (OTLP over gRPC or HTTP) that keeps what it gets.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private const int GrpcPrefix = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SpanRecord> _spans = new();

    private OtlpCollector(WebApplication app) => _app = app;

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<SpanRecord> Spans => [.. _spans];

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts one on a free port.</summary>
    public static async Task<OtlpCollector> StartAsync(bool grpc)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var collector = new OtlpCollector(builder.Build());
        collector._app.MapPost(
            grpc ? "/opentelemetry.proto.collector.trace.v1.TraceService/Export" : "/v1/traces", context => collector.TakeAsync(context, grpc));
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Waits until spans have come that satisfy a condition, and returns it all.</summary>
    public async Task<IReadOnlyList<SpanRecord>> WaitAsync(Func<IReadOnlyList<SpanRecord>, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition(Spans))
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"These spans came: {string.Join(", ", Spans.Select(span => $"{span.Name} {span.Id} of {span.Parent} in {span.Trace}"))}");
            }

            await Task.Delay(20, CancellationToken.None);
        }

        return Spans;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, bool grpc)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Decode(body.ToArray().AsMemory(grpc ? GrpcPrefix : 0));
        context.Response.ContentType = grpc ? "application/grpc" : "application/x-protobuf";
        if (grpc)
        {
            await context.Response.Body.WriteAsync(new byte[GrpcPrefix]);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }

    // ExportTraceServiceRequest, by the field numbers of opentelemetry-proto.
    private void Decode(ReadOnlyMemory<byte> request)
    {
        foreach (var resource in new WireFields(request).Messages(1))
        {
            var service = Tags(resource.Messages(1).Single(), 1)["service.name"];
            foreach (var scope in resource.Messages(2))
            {
                var name = scope.Messages(1).Single().Text(1);
                foreach (var span in scope.Messages(2))
                {
                    _spans.Enqueue(Read(service, name, span));
                }
            }
        }
    }

    private static SpanRecord Read(string service, string scope, WireFields span) => new(
        service,
        scope,
        span.Hex(1),
        span.Hex(2),
        span.Hex(4),
        span.Text(5),
        span.Number(7),
        span.Number(8),
        Tags(span, 9),
        [.. span.Messages(13).Select(link => link.Hex(1))],
        span.Messages(15).Any(status => status.Number(3) == 2));

    private static Dictionary<string, string> Tags(WireFields message, int number) => message.Messages(number).ToDictionary(
        tag => tag.Text(1),
        tag => tag.Messages(2).Single() is var value && value.Text(1) is { Length: > 0 } text ? text : $"{value.Number(3)}");
}
