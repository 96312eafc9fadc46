using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;
using Bqx.Server.Explaining;
using Bqx.Server.Guard;
using Bqx.Server.History;
using Bqx.Server.Hosting;
using Bqx.Server.InMemory;
using Bqx.Server.Labels;
using Bqx.Server.Pipeline;
using Bqx.Server.Predictions;
using Bqx.Server.Quality;
using Bqx.Server.Requests;
using Bqx.Server.Services;
using Bqx.Server.Shadow;
using Bqx.Server.Telemetry;
using Bqx.Server.Vectors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Tests.Doubles;

/// <summary>The pipeline over memory, warm as of <see cref="TestBars.Start"/>, without ports.</summary>
internal sealed class PipelineRig : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly RequestRecorder _requests;

    public PipelineRig(
        TimeProvider? time = null,
        IModelRepository? repository = null,
        ServerOptions? options = null,
        GuardOptions? guard = null,
        CanaryOptions? canary = null,
        TestMeters? meters = null)
    {
        Time = time ?? TimeProvider.System;
        Options = Microsoft.Extensions.Options.Options.Create(options ?? new ServerOptions { Replica = "test" });
        Timeline = new FeatureTimeline(new FeatureEngine());
        foreach (var minute in TestBars.History)
        {
            Timeline.Advance(minute);
        }

        var metrics = new PredictionMetrics(meters ?? new TestMeters(), Time);
        var shadow = new ShadowMetrics(meters ?? new TestMeters());
        var signals = Microsoft.Extensions.Options.Options.Create(new SignalOptions());
        Beside = new BesideRunner(shadow, Time, NullLogger<BesideRunner>.Instance);
        Promoter = new Promoter(Labels, LabelBoard);
        Guard = new PromotionGuard(
            Promoter,
            Promotions,
            Beside,
            metrics,
            Microsoft.Extensions.Options.Options.Create(guard ?? new GuardOptions()),
            signals,
            Time,
            NullLogger<PromotionGuard>.Instance);
        var discard = new DiscardingStores();
        Quality = new QualityTracker(Board, History, FeatureCatalogue.Schema);
        Publisher = new PredictionPublisher(
            Board, History, signals, Beside, shadow, Guard, metrics, Time, NullLogger<PredictionPublisher>.Instance);
        Committer = new BarCommitter(Bars, new DiscardingStores(), TestMeters.Ingest(), NullLogger<BarCommitter>.Instance);
        var outputs = new PipelineOutputs(discard, discard, discard, discard, TestMeters.SideWriter(), Time, NullLoggerFactory.Instance);
        Pipeline = new BarPipeline(
            Timeline, Publisher, Committer, Latest, Recent, Quality, outputs, TestMeters.Ingest(), metrics, Options, Time, NullLogger<BarPipeline>.Instance);
        Host = new ModelHost(
            repository ?? new NoOpRepository(), FeatureCatalogue.Schema, new PackageLimits(), [new NoOpPlugin(), Plugin]);
        Watcher = new LabelWatcher(
            Labels, Host, Pipeline, LabelBoard, Readiness, Guard, Options, Time, NullLogger<LabelWatcher>.Instance);
        Reader = new PredictionReader(Board, Options, Time);
        var vectors = new VectorPredictor(Host, Microsoft.Extensions.Options.Options.Create(new SignalOptions()), metrics, Time);
        Histories = new HistoryStreams(Board, History, Recent, new NeverStopping());
        var router = new CanaryRouter(Microsoft.Extensions.Options.Options.Create(canary ?? new CanaryOptions()));
        _requests = new RequestRecorder(
            new DiscardingStores(),
            Microsoft.Extensions.Options.Options.Create(new RequestLogOptions()),
            signals,
            TestMeters.SideWriter(),
            Time,
            NullLogger<RequestRecorder>.Instance);
        Service = new PredictionService(Reader, router, vectors, new Explainer(Host, Board, metrics), Histories, _requests, metrics, new NeverStopping());
    }

    public TimeProvider Time { get; }

    public IOptions<ServerOptions> Options { get; }

    public SwitchedBarStore Bars { get; } = new();

    public PredictionBoard Board { get; } = new();

    public LatestBars Latest { get; } = new();

    public PredictionHistory History { get; } = new();

    public QualityTracker Quality { get; }

    public RecentBars Recent { get; } = new();

    public HistoryStreams Histories { get; }

    public MemoryLabelStore Labels { get; } = new();

    public LabelBoard LabelBoard { get; } = new();

    public Readiness Readiness { get; } = new();

    public FeatureTimeline Timeline { get; }

    public PredictionPublisher Publisher { get; }

    public BarCommitter Committer { get; }

    public BarPipeline Pipeline { get; }

    public ModelHost Host { get; }

    /// <summary>Runs packages of kind <see cref="FixedPlugin.KindName"/>.</summary>
    public FixedPlugin Plugin { get; } = new();

    public BesideRunner Beside { get; }

    public PromotionGuard Guard { get; }

    public MemoryPromotions Promotions { get; } = new();

    public LabelWatcher Watcher { get; }

    public Promoter Promoter { get; }

    public PredictionReader Reader { get; }

    public PredictionService Service { get; }

    /// <summary>Runs the pipeline and the committer.</summary>
    public void Start()
    {
        _running.Add(Pipeline.RunAsync(_stop.Token));
        _running.Add(Committer.RunAsync(_stop.Token));
    }

    /// <summary>Runs the models beside and the guard.</summary>
    public void StartBeside()
    {
        _running.Add(Beside.RunAsync(_stop.Token));
        _running.Add(Guard.RunAsync(_stop.Token));
    }

    /// <summary>Runs the label watcher too.</summary>
    public void Watch() => _running.Add(Watcher.RunAsync(_stop.Token));

    /// <summary>Loads a version of the no-op model and lets it serve as production.</summary>
    public async Task<LoadedModel> ServeAsync(int version)
    {
        var model = await Host.LoadAsync(new ModelId(NoOpRepository.Name, version), default);
        var serving = new Dictionary<string, LoadedModel> { [PredictionSnapshot.DefaultLabel] = model };
        await Pipeline.SwapAsync(serving, default);
        await Host.ServeAsync(serving, default);
        return model;
    }

    /// <summary>Sends bars and waits until they are committed; their predictions are published by then.</summary>
    public async Task SendAsync(params Bar[] bars)
    {
        var batch = new IngestBatch(bars, Time.GetTimestamp());
        await Pipeline.EnqueueAsync(batch, default);
        await batch.Committed;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Host.Dispose();
        _requests.Dispose();
        Pipeline.Dispose();
        Watcher.Dispose();
        _stop.Dispose();
    }
}

/// <summary>A host that runs for ever.</summary>
internal sealed class NeverStopping : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => default;

    public CancellationToken ApplicationStopped => default;

    public void StopApplication()
    {
    }
}
