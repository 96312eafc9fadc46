using Bqx.Server.Security;
using Bqx.Server.Services;
using Bqx.Server.Services.Inference;
using Bqx.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Hosting;

/// <summary>Builds the server over given stores.</summary>
internal static class ServerApp
{
    public static WebApplication Create(string[] args, ServerStores stores, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddBqxLogging();
        builder.Services
            .AddBqxOptions()
            .AddBqxStores(stores)
            .AddBqxModels()
            .AddBqxPipeline()
            .AddBqxTelemetry()
            .AddBqxSecurity()
            .AddBqxGrpc();
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ServerOptions>>(
            (host, options) => host.ShutdownTimeout = options.Value.DrainTimeout);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel((_, kestrel) => KestrelSetup.Configure(
            kestrel,
            kestrel.ApplicationServices.GetRequiredService<IOptions<ServerOptions>>().Value,
            kestrel.ApplicationServices.GetRequiredService<SecurityFiles>().Tls));
        configure?.Invoke(builder);

        var app = builder.Build();
        Observe(app.Services);
        app.UseRouting();
        app.UseListenerGuard();
        var watch = app.Services.GetRequiredService<CallWatch>();
        app.Use(next => context => watch.RunAsync(context, next));
        Map(app);
        return app;
    }

    // These only listen: nobody else would create them.
    private static void Observe(IServiceProvider services)
    {
        services.GetRequiredService<MetricsText>();
        services.GetRequiredService<TraceExport>();
        services.GetRequiredService<StateMetrics>();
        services.GetRequiredService<QualityMetrics>();
        services.GetRequiredService<HealthPublisher>();
    }

    private static void Map(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        var guard = app.Services.GetRequiredService<CallGuard>();
        app.MapGrpcService<PredictionService>().Guarded(guard);
        app.MapGrpcService<BarsService>().Guarded(guard);
        app.MapGrpcService<MonitorService>().Guarded(guard);
        app.MapGrpcService<ModelsService>().Guarded(guard).WithMetadata(new ServedOn(ListenerRole.Admin));
        if (options.Diagnostics)
        {
            app.MapGrpcService<DiagnosticsService>().Guarded(guard);
        }

        var everywhere = new ServedOn(ListenerRole.Grpc, ListenerRole.Admin);
        app.MapGrpcService<InferenceService>().Guarded(guard).WithMetadata(everywhere);
        app.MapGrpcService<HealthService>().Guarded(guard).WithMetadata(everywhere);
        if (options.Reflection)
        {
            app.MapGrpcReflectionService().Guarded(guard).WithMetadata(everywhere);
        }

        app.MapHttpEndpoints();
    }
}
