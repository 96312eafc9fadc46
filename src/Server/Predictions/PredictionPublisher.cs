using System.Collections.Frozen;
using System.Diagnostics;
using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.Hosting;
using Bqx.Server.Guard;
using Bqx.Server.History;
using Bqx.Server.Labels;
using Bqx.Server.Shadow;
using Bqx.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Predictions;

/// <summary>Runs the serving models on a frame and publishes what they say. Used by the pipeline's thread alone.</summary>
internal sealed partial class PredictionPublisher(
    PredictionBoard board,
    PredictionHistory history,
    IOptions<SignalOptions> signals,
    BesideRunner beside,
    ShadowMetrics shadow,
    PromotionGuard guard,
    PredictionMetrics metrics,
    TimeProvider time,
    ILogger<PredictionPublisher> logger)
{
    private readonly SignalRule _signals = new(signals.Value);
    private FrozenDictionary<string, PredictionBuilder> _models = FrozenDictionary<string, PredictionBuilder>.Empty;
    private FeatureFrame? _frame;
    private long _sequence;

    /// <summary>What is published.</summary>
    public PredictionSnapshot Current => board.Current;

    /// <summary>Predicts from a frame with every serving model. A model that fails keeps what it said last.</summary>
    public void Publish(FeatureFrame frame, PredictionFlags flags)
    {
        _frame = frame;
        Write(Predict(_models, frame, flags, keepFailed: true));
        beside.Enqueue(frame, Current);
    }

    /// <summary>
    /// Replaces the serving models: predictions of the new ones appear in the same write as they do. The shadow is not among them: it
    /// computes beside, from the next bar on.
    /// </summary>
    /// <exception cref="FaultException">One of them failed; nothing has changed.</exception>
    public void Swap(IReadOnlyDictionary<string, LoadedModel> byLabel)
    {
        var serving = byLabel.Where(entry => entry.Key != LabelNames.Shadow).ToDictionary(StringComparer.Ordinal);
        var builders = serving.Values.Distinct().ToDictionary(
            model => model, model => new PredictionBuilder(model, FeatureCatalogue.Schema, _signals));
        var next = serving.ToFrozenDictionary(entry => entry.Key, entry => builders[entry.Value], StringComparer.Ordinal);
        var predictions = _frame is null
            ? next.ToDictionary(entry => entry.Key, entry => new ModelPredictions(entry.Value.Model, new PairPrediction?[Pair.Count]))
            : Predict(next, _frame, PredictionFlags.Repaired, keepFailed: false);
        _models = next;
        Write(predictions);
        SetShadow(byLabel.GetValueOrDefault(LabelNames.Shadow), serving.Values);
    }

    // A shadow that serves under another label too has nothing to show, and would make that one wait for its turn in the model.
    private void SetShadow(LoadedModel? model, IEnumerable<LoadedModel> serving)
    {
        if (model is null || serving.Contains(model))
        {
            beside.Remove(LabelNames.Shadow);
            return;
        }

        var comparison = new ShadowComparison(model.Id, shadow);
        beside.Set(
            LabelNames.Shadow,
            new BesideModel(LabelNames.Shadow, new PredictionBuilder(model, FeatureCatalogue.Schema, _signals), comparison.Compare));
    }

    private Dictionary<string, ModelPredictions> Predict(
        FrozenDictionary<string, PredictionBuilder> models, FeatureFrame frame, PredictionFlags flags, bool keepFailed)
    {
        var now = time.GetUtcNow();
        var started = metrics.Now();
        var done = new Dictionary<PredictionBuilder, ModelPredictions>();
        var byLabel = new Dictionary<string, ModelPredictions>(StringComparer.Ordinal);
        foreach (var (label, builder) in models)
        {
            if (!done.TryGetValue(builder, out var predictions))
            {
                var began = metrics.Now();
                using var span = Traces.Start("infer");
                span?.SetTag("bqx.model", builder.Model.ToString());
                try
                {
                    predictions = new ModelPredictions(
                        builder.Model, builder.Predict(frame, flags, now), new PredictionInput(frame, builder.Graph));
                    metrics.Inferred(Pair.Count);
                    guard.Ran(builder.Model, time.GetElapsedTime(began), null);
                }
                catch (FaultException failed) when (keepFailed)
                {
                    guard.Ran(builder.Model, time.GetElapsedTime(began), failed);
                    span?.SetStatus(ActivityStatusCode.Error, failed.Message);
                    LogModelFailed(builder.Model, failed.Message);
                    predictions = Current.ByLabel.GetValueOrDefault(label)
                        ?? new ModelPredictions(builder.Model, new PairPrediction?[Pair.Count]);
                }

                done.Add(builder, predictions);
            }

            byLabel.Add(label, predictions);
        }

        metrics.Stage("infer", started);
        return byLabel;
    }

    private void Write(IReadOnlyDictionary<string, ModelPredictions> predictions)
    {
        using var span = Traces.Start("publish");
        var started = metrics.Now();
        board.Publish(new PredictionSnapshot(++_sequence, _frame, predictions));
        metrics.Stage("publish", started);
        history.Add(board.Current);
    }

    [LoggerMessage(2301, LogLevel.Error, "{Model} failed on this bar and keeps its last predictions: {Reason}")]
    private partial void LogModelFailed(ModelId model, string reason);
}
