using System.Runtime.CompilerServices;
using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.Hosting;
using Bqx.Server.Predictions;
using Bqx.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Vectors;

/// <summary>
/// Predicts from callers' own vectors. Features go through the queue of their model; features that bring their embedding go straight to the
/// head of the pair. A model that is freed meanwhile is looked for again.
/// </summary>
internal sealed class VectorPredictor(ModelHost host, IOptions<SignalOptions> signals, PredictionMetrics metrics, TimeProvider time)
{
    private readonly SignalRule _signals = new(signals.Value);

    // A model's lane lives as long as the model: nothing has to be taken away at a swap.
    private readonly ConditionalWeakTable<LoadedModel, Lane> _lanes = [];

    /// <summary>The prediction for one vector.</summary>
    /// <exception cref="FaultException">The query does not fit the model, which is not loaded, too busy, or failed.</exception>
    /// <exception cref="OperationCanceledException">The caller has gone, or its deadline has passed.</exception>
    public async ValueTask<PairPrediction> PredictAsync(VectorQuery query, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lane = _lanes.GetValue(ModelLookup.Find(host, query.Model), model => new Lane(model, _signals, metrics));
            if (await RunAsync(lane, query, cancellationToken) is { } output)
            {
                var now = time.GetUtcNow();
                var bar = (query.Close ?? Minute.Floor(now), query.Price);
                return lane.Composer.Compose(query.Pair, bar, query.Features.Span, output, PredictionFlags.None, now);
            }
        }
    }

    private static async ValueTask<ModelOutput?> RunAsync(Lane lane, VectorQuery query, CancellationToken cancellationToken)
    {
        if (Check(lane, query) is { } head)
        {
            query.Capture?.Fill([query.Pair], query.Features.Span, 0, isHead: true);
            return RunHead(head, query);
        }

        var job = new VectorJob(query.Pair, query.Features) { Capture = query.Capture };
        var running = lane.Queue.RunAsync(job);
        try
        {
            return await (running.IsCompleted ? running : running.WaitAsync(cancellationToken)) ? job.Output : null;
        }
        catch (OperationCanceledException)
        {
            job.Abandon();
            throw;
        }
    }

    /// <summary>The head that reads the vector; null where the whole model does.</summary>
    private static ServedGraph? Check(Lane lane, VectorQuery query)
    {
        var model = lane.Composer.Model;
        var (whole, count) = (model.Graphs[0], query.Features.Length);
        var head = whole.NeedsPair ? model.Graphs[2 + query.Pair.Index] : null;
        if (count != whole.InputWidth && count != head?.InputWidth)
        {
            var widths = head is null ? $"{whole.InputWidth}" : $"{whole.InputWidth}, or {head.InputWidth} with the embedding,";
            throw new FaultException(Fault.InvalidInput, $"{count} values are sent: {model.Id} reads {widths} in the order of the schema.");
        }

        if (!string.Equals(query.Fingerprint, lane.Fingerprint, StringComparison.OrdinalIgnoreCase))
        {
            throw new FaultException(
                Fault.SchemaMismatch,
                $"The vector's fingerprint is '{FaultException.Excerpt(query.Fingerprint)}': {model.Id} reads features {lane.Fingerprint}.");
        }

        CheckFinite(query.Features.Span);
        return count == whole.InputWidth ? null : head;
    }

    private static void CheckFinite(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new FaultException(Fault.InvalidInput, $"Value {i} is {values[i]}: finite numbers are needed.");
            }
        }
    }

    private static ModelOutput? RunHead(ServedGraph head, VectorQuery query)
    {
        Span<ModelOutput> output = stackalloc ModelOutput[1];
        return head.TryRun(query.Features, query.Pair, ModelOutput.Numbers(output)) ? output[0] : null;
    }

    /// <summary>What belongs to one model.</summary>
    private sealed class Lane(LoadedModel model, SignalRule signals, PredictionMetrics metrics)
    {
        public PredictionComposer Composer { get; } = new(model, FeatureCatalogue.Schema, signals);

        public VectorQueue Queue { get; } = new(model, metrics);

        public string Fingerprint { get; } = model.Manifest.FeatureFingerprint;
    }
}
