using Bqx.Core;
using Bqx.Server.Vectors;
using Google.Protobuf.WellKnownTypes;

namespace Bqx.Server.Services;

/// <summary>Callers' own vectors and what is said of them, from and to messages.</summary>
internal static class VectorMessages
{
    private const int LastMinute = 68_374_080; // 2100-01-01
    private const int SecondsPerMinute = 60;

    /// <summary>Reads a request.</summary>
    /// <exception cref="FaultException">Unknown pair, or close and price that are wrong or not together.</exception>
    public static VectorQuery Read(V1.PredictVectorRequest request)
    {
        if (request.HasPrice != request.Close is not null)
        {
            throw new FaultException(Fault.InvalidInput, "close and price go together: send both or none.");
        }

        if (request.HasPrice && !(double.IsFinite(request.Price) && request.Price > 0))
        {
            throw new FaultException(Fault.InvalidInput, $"price is {request.Price}: a finite number above 0 is right.");
        }

        Minute? close = request.Close is null ? null : MinuteOf(request.Close);
        return new VectorQuery(
            Pair.Parse(request.Pair), request.Model, request.Features.ToArray(), request.FeatureFingerprint, close, request.Price);
    }

    /// <summary>The prediction; without what depends on a bar where the caller names none.</summary>
    public static V1.PredictVectorReply Of(PairPrediction prediction, bool hasBar)
    {
        var message = PredictionMessages.Of(prediction);
        if (!hasBar)
        {
            message.Close = null;
            message.Signal = V1.Signal.Unspecified;
            message.SignalThreshold = 0;
        }

        return new V1.PredictVectorReply { Prediction = message };
    }

    private static Minute MinuteOf(Timestamp close) =>
        close is { Nanos: 0, Seconds: >= 0 and < (long)LastMinute * SecondsPerMinute } && close.Seconds % SecondsPerMinute == 0
            ? new Minute((int)(close.Seconds / SecondsPerMinute))
            : throw new FaultException(
                Fault.InvalidInput, $"close is {close.Seconds} s {close.Nanos} ns since 1970: a whole minute from then to 2099 is right.");
}
