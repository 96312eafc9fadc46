using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.Hosting;
using Bqx.Server.Predictions;
using Bqx.Server.Telemetry;
using Bqx.Server.Vectors;

namespace Bqx.Server.Explaining;

/// <summary>
/// Explains the present prediction of a pair by occlusion: each family of features is set to its training means, and
/// the model is run again. One explanation runs at a time, row by row, and lets other work go first after each row, so
/// that a bar waits for a single row at most. A model that is freed meanwhile is looked for again.
/// </summary>
internal sealed class Explainer(ModelHost host, PredictionBoard board, PredictionMetrics metrics) : IDisposable
{
    /// <summary>Most calls that wait for their turn; further ones are refused.</summary>
    public const int MaxWaiting = 16;

    private static readonly FeatureSchema Schema = FeatureCatalogue.Schema;

    private readonly SemaphoreSlim _turn = new(1);
    private int _callers;

    /// <summary>Explains the prediction that is made of the features served now.</summary>
    /// <exception cref="FaultException">Unknown model, features missing, too many wait, or the model carries no training means or failed.</exception>
    /// <exception cref="OperationCanceledException">The caller has gone, or its deadline has passed.</exception>
    public async Task<Explanation> ExplainAsync(Pair pair, string model, CancellationToken cancellationToken)
    {
        var waits = Interlocked.Increment(ref _callers) > 1 + MaxWaiting;
        try
        {
            if (waits)
            {
                throw new FaultException(Fault.Overloaded, $"{MaxWaiting} explanations wait: ask for fewer at a time.");
            }

            await _turn.WaitAsync(cancellationToken);
            try
            {
                return await RunAsync(pair, model, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _callers);
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Explanation> RunAsync(Pair pair, string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            var model = ModelLookup.Find(host, name);
            var frame = board.Current.Frame ?? throw new FaultException(Fault.FeatureMissing, $"{pair} has no bars yet.");
            if (!frame.Status(pair).IsComplete)
            {
                throw frame.Status(pair).ToFault(pair);
            }

            var row = new float[Schema.Count];
            frame.CopyTo(pair, row, model.Graph);
            if (await RunAsync(model, pair, row, cancellationToken) is { } outputs)
            {
                var families = OccludedFamily.All.Select((family, index) => new FamilyOcclusion(family, outputs[1 + index]));
                return new Explanation(pair, frame.Close, model, outputs[0], [.. families]);
            }
        }
    }

    // The row as it is, then without each family; null when the model has been freed.
    private async Task<ImmutableArray<ModelOutput>?> RunAsync(LoadedModel model, Pair pair, float[] row, CancellationToken cancellationToken)
    {
        var means = MeansOf(model, pair);
        var outputs = ImmutableArray.CreateBuilder<ModelOutput>();
        var occluded = row.ToArray();
        for (var family = 0; family <= OccludedFamily.All.Length; family++)
        {
            if (!TryRun(model, pair, occluded, out var output))
            {
                return null;
            }

            outputs.Add(output);
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            if (family < OccludedFamily.All.Length)
            {
                OccludedFamily.All[family].Occlude(row, means, occluded);
            }
        }

        metrics.Inferred(outputs.Count);
        return outputs.ToImmutable();
    }

    private static bool TryRun(LoadedModel model, Pair pair, float[] row, out ModelOutput output)
    {
        output = default;
        return model.TryPredict(row, [pair], new Span<ModelOutput>(ref output));
    }

    // A bundle's head has the means of its own pair's training rows.
    private static float[] MeansOf(LoadedModel model, Pair pair)
    {
        var head = model.Graphs[0].NeedsPair ? model.Graphs[2 + pair.Index].Manifest : model.Manifest;
        var byName = head.Features.ToDictionary(feature => feature.Name, feature => (float)feature.Mean, StringComparer.Ordinal);
        return Schema.Names.All(byName.ContainsKey)
            ? [.. Schema.Names.Select(feature => byName[feature])]
            : throw new FaultException(
                Fault.ModelFailed, $"{head.Id} does not say what its features were in training: only models that do can be explained.");
    }
}
