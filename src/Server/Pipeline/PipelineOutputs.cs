using Bqx.Core;
using Bqx.Features;
using Bqx.Server.Predictions;
using Bqx.Server.Telemetry;

namespace Bqx.Server.Pipeline;

/// <summary>What the pipeline writes beside serving: vectors to the cache and the store, predictions to the log, a daily engine state, refused bars.</summary>
internal sealed class PipelineOutputs
{
    private const int LogCapacity = 4096;
    private const int QuarantineCapacity = 256;
    private const int StateEvery = MarketCalendar.MinutesPerDay;

    private readonly TimeProvider _time;
    private readonly SideWriter<IReadOnlyList<FeatureVector>> _cache;
    private readonly SideWriter<IReadOnlyList<FeatureVector>> _vectors;
    private readonly SideWriter<IReadOnlyList<PairPrediction>> _log;
    private readonly SideWriter<(Minute Close, byte[] State)> _states;
    private readonly SideWriter<IReadOnlyList<QuarantinedRow>> _quarantine;
    private int _minutesSinceState;

    public PipelineOutputs(
        IVectorCache cache,
        IFeatureStore features,
        IPredictionLog log,
        IQuarantine quarantine,
        SideWriterMetrics metrics,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _time = time;
        _cache = new("vector_cache", 1, (vectors, stop) => WriteCacheAsync(cache, vectors, stop), metrics, LoggerOf<IReadOnlyList<FeatureVector>>());
        _vectors = new("feature_vector", 1, features.WriteLatestAsync, metrics, LoggerOf<IReadOnlyList<FeatureVector>>());
        _log = new("prediction", LogCapacity, log.WriteAsync, metrics, LoggerOf<IReadOnlyList<PairPrediction>>());
        _states = new(
            "engine_state",
            1,
            (state, stop) => features.WriteEngineStateAsync(state.Close, FeatureCatalogue.Schema.Fingerprint, state.State, stop),
            metrics,
            LoggerOf<(Minute, byte[])>());
        _quarantine = new("quarantine", QuarantineCapacity, quarantine.WriteAsync, metrics, LoggerOf<IReadOnlyList<QuarantinedRow>>());

        ILogger<SideWriter<T>> LoggerOf<T>() => loggers.CreateLogger<SideWriter<T>>();
    }

    /// <summary>Queues everything about a published minute. Never waits.</summary>
    /// <param name="frame">The features.</param>
    /// <param name="snapshot">The predictions.</param>
    /// <param name="timeline">Its state is kept once a day; null while it lacks bars that are stored.</param>
    public void Minute(FeatureFrame frame, PredictionSnapshot snapshot, FeatureTimeline? timeline)
    {
        var vectors = frame.ToVectors(_time.GetUtcNow());
        if (vectors.Count > 0)
        {
            _cache.Enqueue(vectors);
            _vectors.Enqueue(vectors);
        }

        var predictions = snapshot.ByLabel.Values.Distinct().SelectMany(model => model.Values).ToList();
        if (predictions.Count > 0)
        {
            _log.Enqueue(predictions);
        }

        if (++_minutesSinceState >= StateEvery && timeline is not null)
        {
            SaveState(frame.Close, timeline);
        }
    }

    /// <summary>Queues refused bars.</summary>
    public void Quarantine(IReadOnlyList<QuarantinedRow> rows) => _quarantine.Enqueue(rows);

    /// <summary>Queues the engine's state.</summary>
    public void SaveState(Minute close, FeatureTimeline timeline)
    {
        _minutesSinceState = 0;
        _states.Enqueue((close, timeline.Save()));
    }

    /// <summary>Takes no more; what is queued is still written.</summary>
    public void Complete()
    {
        _cache.Complete();
        _vectors.Complete();
        _log.Complete();
        _states.Complete();
        _quarantine.Complete();
    }

    /// <summary>Runs all writers until <see cref="Complete"/>.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _cache.RunAsync(cancellationToken),
        _vectors.RunAsync(cancellationToken),
        _log.RunAsync(cancellationToken),
        _states.RunAsync(cancellationToken),
        _quarantine.RunAsync(cancellationToken));

    private static async Task WriteCacheAsync(IVectorCache cache, IReadOnlyList<FeatureVector> vectors, CancellationToken cancellationToken)
    {
        var writes = vectors.Select(vector => cache.TryWriteAsync(vector, cancellationToken).AsTask());
        await Task.WhenAll(writes);
    }
}
