using Bqx.Core;

namespace Bqx.Server.Predictions;

/// <summary>The predictions of one model, by pair. Immutable.</summary>
internal sealed class ModelPredictions
{
    private readonly PublishedPrediction?[] _byPair;

    public ModelPredictions(ModelId model, PairPrediction?[] byPair, PredictionInput? input = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(byPair.Length, Pair.Count);
        Model = model;
        _byPair = [.. byPair.Select(prediction => prediction is null ? null : new PublishedPrediction(prediction, input))];
    }

    /// <summary>The model that made them.</summary>
    public ModelId Model { get; }

    /// <summary>The predictions that exist.</summary>
    public IEnumerable<PairPrediction> Values => _byPair.OfType<PublishedPrediction>().Select(published => published.Value);

    /// <summary>The prediction of a pair; null while its features are incomplete.</summary>
    public PublishedPrediction? this[Pair pair] => _byPair[pair.Index];
}
