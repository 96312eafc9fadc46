using System.Collections.Immutable;
using System.Threading.Channels;
using Bqx.Core;
using Bqx.Server.Predictions;
using Bqx.Server.Telemetry;

namespace Bqx.Server.Shadow;

/// <summary>
/// Runs models beside the serving ones, on a task of its own: the pipeline hands a bar over after it has published it and never waits. Where
/// the runner falls behind by more than <see cref="Capacity"/> bars, the bar is dropped and counted.
/// </summary>
internal sealed partial class BesideRunner(ShadowMetrics metrics, TimeProvider time, ILogger<BesideRunner> logger)
{
    /// <summary>Bars that may wait.</summary>
    public const int Capacity = 4;

    private readonly Channel<(FeatureFrame Frame, PredictionSnapshot Served)> _queue = Channel.CreateBounded<(FeatureFrame, PredictionSnapshot)>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    // By slot. Replaced whole by whoever changes it, read by the pipeline and the runner.
    private ImmutableDictionary<string, BesideModel> _models = ImmutableDictionary<string, BesideModel>.Empty;

    /// <summary>Lets a model compute from the next bar on, in the place of the one in its slot.</summary>
    public void Set(string slot, BesideModel model) => ImmutableInterlocked.Update(ref _models, models => models.SetItem(slot, model));

    /// <summary>Lets the model in a slot compute no more.</summary>
    public void Remove(string slot) => ImmutableInterlocked.Update(ref _models, models => models.Remove(slot));

    /// <summary>Hands a bar over that has been published. Never waits.</summary>
    public void Enqueue(FeatureFrame frame, PredictionSnapshot served)
    {
        var models = Volatile.Read(ref _models);
        if (models.IsEmpty || _queue.Writer.TryWrite((frame, served)))
        {
            return;
        }

        foreach (var model in models.Values)
        {
            metrics.Dropped(model.Role);
        }
    }

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var (frame, served) in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            foreach (var model in Volatile.Read(ref _models).Values)
            {
                Run(model, frame, served);
            }
        }
    }

    private void Run(BesideModel model, FeatureFrame frame, PredictionSnapshot served)
    {
        try
        {
            model.Compare(frame, model.Builder.Predict(frame, PredictionFlags.None, time.GetUtcNow()), served);
            metrics.Compared(model.Role);
        }
        catch (FaultException failed)
        {
            metrics.Failed(model.Role);
            LogFailed(model.Builder.Model, failed.Message);
        }
    }

    [LoggerMessage(2401, LogLevel.Warning, "{Model} failed beside the serving models: {Reason}")]
    private partial void LogFailed(ModelId model, string reason);
}
