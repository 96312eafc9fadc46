using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;
using Bqx.Plugins.Onnx;
using Bqx.Server.Admission;
using Bqx.Server.Explaining;
using Bqx.Server.Guard;
using Bqx.Server.History;
using Bqx.Server.Labels;
using Bqx.Server.Pipeline;
using Bqx.Server.Predictions;
using Bqx.Server.Quality;
using Bqx.Server.Requests;
using Bqx.Server.Security;
using Bqx.Server.Services;
using Bqx.Server.Services.Inference;
using Bqx.Server.Shadow;
using Bqx.Server.Telemetry;
using Bqx.Server.Vectors;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Hosting;

/// <summary>What the server is made of.</summary>
internal static class ServerServices
{
    private const int PredictMessageLimit = 64 * 1024;

    public static IServiceCollection AddBqxOptions(this IServiceCollection services)
    {
        services.AddOptions<ServerOptions>().BindConfiguration(ServerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AdmissionOptions>().BindConfiguration(AdmissionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<CanaryOptions>().BindConfiguration(CanaryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<GuardOptions>().BindConfiguration(GuardOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RequestLogOptions>().BindConfiguration(RequestLogOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SignalOptions>().BindConfiguration(SignalOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    public static IServiceCollection AddBqxStores(this IServiceCollection services, ServerStores stores)
    {
        services.AddSingleton(stores);
        services.AddSingleton(stores.Bars);
        services.AddSingleton(stores.Features);
        services.AddSingleton(stores.Log);
        services.AddSingleton(stores.Quarantine);
        services.AddSingleton(stores.Promotions);
        services.AddSingleton(stores.Changes);
        services.AddSingleton(stores.Labels);
        services.AddSingleton(stores.Cache);
        services.AddSingleton(stores.Requests);
        services.AddSingleton(stores.Models);
        return services;
    }

    public static IServiceCollection AddBqxModels(this IServiceCollection services)
    {
        services.AddSingleton(FeatureCatalogue.Schema);
        foreach (var plugin in OnnxModelPlugin.ForAllKinds(new OnnxPluginOptions()))
        {
            services.AddSingleton(plugin);
        }

        services.AddSingleton<IModelPlugin>(new NoOpPlugin());
        services.AddSingleton(new PackageLimits());
        services.AddSingleton(provider => TrustedKeys.ReadFolder(provider.GetRequiredService<IOptions<ServerOptions>>().Value.TrustedKeys));
        services.AddSingleton(provider => PluginFolder.Load(
            provider.GetRequiredService<IOptions<ServerOptions>>().Value.Plugins,
            provider.GetServices<IModelPlugin>().Select(plugin => plugin.Kind),
            provider.GetRequiredService<TrustedKeys>()));
        services.AddSingleton(provider => new ModelHost(
            provider.GetRequiredService<IModelRepository>(),
            provider.GetRequiredService<FeatureSchema>(),
            provider.GetRequiredService<PackageLimits>(),
            [.. provider.GetServices<IModelPlugin>(), .. provider.GetRequiredService<PluginFolder>().Plugins],
            provider.GetRequiredService<TrustedKeys>()));
        services.AddSingleton<LabelBoard>();
        services.AddSingleton<LabelWatcher>();
        services.AddSingleton<Promoter>();
        services.AddSingleton<PromotionGuard>();
        return services;
    }

    public static IServiceCollection AddBqxPipeline(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PredictionBoard>();
        services.AddSingleton<PredictionHistory>();
        services.AddSingleton<RecentBars>();
        services.AddSingleton<QualityTracker>();
        services.AddSingleton<BesideRunner>();
        services.AddSingleton<PredictionPublisher>();
        services.AddSingleton<FeatureEngine>();
        services.AddSingleton<FeatureTimeline>();
        services.AddSingleton<LatestBars>();
        services.AddSingleton<IngestGate>();
        services.AddSingleton<BarCommitter>();
        services.AddSingleton<PipelineOutputs>();
        services.AddSingleton<BarPipeline>();
        services.AddSingleton<EngineWarmup>();
        services.AddSingleton<FeatureRebuilder>();
        services.AddSingleton<ImportWatcher>();
        services.AddSingleton<IngestRole>();
        services.AddSingleton<BarFollower>();
        services.AddSingleton<IngestWork>();
        services.AddSingleton<BarBackfill>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<SelfCalls>();
        services.AddHostedService<ServerWork>();
        return services;
    }

    public static IServiceCollection AddBqxTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<MetricsText>();
        services.AddSingleton<TraceExport>();
        services.AddSingleton<CallWatch>();
        services.AddSingleton<IngestMetrics>();
        services.AddSingleton<PredictionMetrics>();
        services.AddSingleton<SideWriterMetrics>();
        services.AddSingleton<ShadowMetrics>();
        services.AddSingleton<StateMetrics>();
        services.AddSingleton<QualityMetrics>();
        return services;
    }

    public static IServiceCollection AddBqxSecurity(this IServiceCollection services)
    {
        services.AddSingleton<SecurityFiles>();
        services.AddSingleton<AdmissionMetrics>();
        services.AddSingleton<InferenceGate>();
        services.AddSingleton<CallAdmission>();
        services.AddSingleton<CallGuard>();
        return services;
    }

    /// <summary>Services are singletons: a call creates none.</summary>
    public static IServiceCollection AddBqxGrpc(this IServiceCollection services)
    {
        services.AddGrpc().AddServiceOptions<PredictionService>(options => options.MaxReceiveMessageSize = PredictMessageLimit);
        services.AddSingleton<PredictionReader>();
        services.AddSingleton<VectorPredictor>();
        services.AddSingleton<Explainer>();
        services.AddSingleton<RequestRecorder>();
        services.AddSingleton<CanaryRouter>();
        services.AddSingleton<HistoryStreams>();
        services.AddSingleton<PredictionService>();
        services.AddSingleton<BarAdmission>();
        services.AddSingleton<BarsService>();
        services.AddSingleton<MonitorService>();
        services.AddSingleton<ModelEvents>();
        services.AddSingleton<ModelsService>();
        services.AddSingleton<InferRunner>();
        services.AddSingleton<RepositoryCalls>();
        services.AddSingleton<InferenceService>();
        services.AddSingleton<DiagnosticsService>();
        services.AddSingleton<HealthService>();
        services.AddSingleton<HealthPublisher>();
        services.AddGrpcReflection();
        return services;
    }
}
