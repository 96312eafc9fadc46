using Bqx.Core;
using Bqx.Server.Services;
using Google.Protobuf;

namespace Bqx.Server.Predictions;

/// <summary>
/// A prediction with the messages that carry it and their encoding, made once and shared by all replies: nothing may write to them.
/// </summary>
internal sealed class PublishedPrediction
{
    public PublishedPrediction(PairPrediction value, PredictionInput? input = null)
    {
        (Value, Input) = (value, input);
        Message = PredictionMessages.Of(value);
        StaleMessage = PredictionMessages.Of(value with { Signal = Signal.Hold });
        Field = new V1.PredictReply { Prediction = Message }.ToByteArray();
        StaleField = new V1.PredictReply { Prediction = StaleMessage }.ToByteArray();
    }

    /// <summary>The prediction.</summary>
    public PairPrediction Value { get; }

    /// <summary>What it was made from; null where that is not known.</summary>
    public PredictionInput? Input { get; }

    /// <summary>It as a message.</summary>
    public V1.PairPrediction Message { get; }

    /// <summary>The same with the signal that holds once it is stale.</summary>
    public V1.PairPrediction StaleMessage { get; }

    /// <summary><see cref="Message"/> encoded as the field of a <see cref="V1.PredictReply"/>: its tag, length and bytes.</summary>
    public ReadOnlyMemory<byte> Field { get; }

    /// <summary><see cref="StaleMessage"/>, likewise.</summary>
    public ReadOnlyMemory<byte> StaleField { get; }
}
