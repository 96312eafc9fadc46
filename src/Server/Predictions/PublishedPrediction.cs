using Bqx.Core;
using Bqx.Server.Services;

namespace Bqx.Server.Predictions;

/// <summary>A prediction with the messages that carry it, built once and shared by all replies: nothing may write to them.</summary>
internal sealed class PublishedPrediction(PairPrediction value)
{
    /// <summary>The prediction.</summary>
    public PairPrediction Value { get; } = value;

    /// <summary>It as a message.</summary>
    public V1.PairPrediction Message { get; } = PredictionMessages.Of(value);

    /// <summary>The same with the signal that holds once it is stale.</summary>
    public V1.PairPrediction StaleMessage { get; } = PredictionMessages.Of(value with { Signal = Signal.Hold });
}
